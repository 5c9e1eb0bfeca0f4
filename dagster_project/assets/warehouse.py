"""The warehouse: every seed and model of the dbt project is an asset, every test a check, built in one `dbt build`."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

import dagster as dg
import dagster_dbt

from dagster_project.assets.lake import lake_key
from dagster_project.dbt_project import DbtProject, NodeResult

_UNIQUE_ID = "dagster_dbt/unique_id"


def warehouse_assets(manifest: Mapping[str, Any], feeds: Sequence[str]) -> dg.AssetsDefinition:
    """The assets and checks of a dbt manifest, on top of the lake of these feeds."""

    @dagster_dbt.dbt_assets(
        manifest=_with_attached_tests(manifest),
        dagster_dbt_translator=_Translator(feeds),
        name="warehouse",
        pool="home",
    )
    def warehouse(
        context: dg.AssetExecutionContext, dbt: dg.ResourceParam[DbtProject]
    ) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        models = {spec.metadata[_UNIQUE_ID]: spec.key for spec in context.assets_def.specs}
        tests = {spec.metadata[_UNIQUE_ID]: spec.key for spec in context.assets_def.check_specs}
        broken: list[str] = []
        for result in dbt.build(context.log.info):
            if result.unique_id in models and result.status == "success":
                yield dg.MaterializeResult(
                    asset_key=models[result.unique_id], metadata={"seconds": round(result.seconds, 3)}
                )
            elif result.unique_id in tests and result.status != "skipped":
                yield _check_result(tests[result.unique_id], result)
            elif result.status in ("error", "fail"):
                broken.append(f"{_name(result)}: {result.message}")
        # A failed check fails the step by itself; this is for what is no check.
        if broken:
            raise dg.Failure("dbt could not build " + "; ".join(broken), allow_retries=False)

    return warehouse


class _Translator(dagster_dbt.DagsterDbtTranslator):
    """A node's schema is its group; staging reads the lake, which dbt itself does not know as a source."""

    def __init__(self, feeds: Sequence[str]) -> None:
        super().__init__()
        self._lake = {f"stg_{feed}": [lake_key(feed)] for feed in feeds}
        self._whole_lake = [lake_key(feed) for feed in feeds]

    def get_asset_spec(
        self, manifest: Mapping[str, Any], unique_id: str, project: dagster_dbt.DbtProject | None
    ) -> dg.AssetSpec:
        spec = super().get_asset_spec(manifest, unique_id, project)
        node = self.get_resource_props(manifest, unique_id)
        reads = self._lake.get(node["name"], self._whole_lake) if node["schema"] == "staging" else []
        return spec.replace_attributes(
            group_name=node["schema"], deps=[*spec.deps, *reads], owners=["team:HDO Statistikk"]
        )


def _with_attached_tests(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The manifest, with each test that several models need shown on the one it names first.

    dagster-dbt makes no check of a test that is not attached to one model.
    """
    attached = deepcopy(dict(manifest))
    for unique_id, node in attached["nodes"].items():
        needs = node.get("depends_on", {}).get("nodes", [])
        if unique_id.startswith("test.") and needs and not node.get("attached_node"):
            node["attached_node"] = needs[0]
    return attached


def _check_result(key: dg.AssetCheckKey, result: NodeResult) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        asset_key=key.asset_key,
        check_name=key.name,
        passed=result.status == "pass",
        severity=dg.AssetCheckSeverity.WARN if result.status == "warn" else dg.AssetCheckSeverity.ERROR,
        description=None if result.status == "pass" else result.message,
        metadata={"rows": result.failures, "seconds": round(result.seconds, 3)},
    )


def _name(result: NodeResult) -> str:
    """`not_null_fct_call_call_id` of `test.nodstat.not_null_fct_call_call_id.1f2e…`."""
    return result.unique_id.split(".")[2]
