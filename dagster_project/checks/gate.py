"""The plausibility gate: one step that judges what is about to be released, and a check per expectation."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

import dagster as dg
import duckdb

from dagster_project.checks.expectations import EXPECTATIONS, HIGH, LOW
from dagster_project.checks.findings import Finding, finding, judged_rows, request_of
from dagster_project.checks.profile import read_profile
from dagster_project.checks.validator import Validator, ValidatorError
from dagster_project.contracts import Contract, load_contracts
from dagster_project.ingest import read_ledger
from dagster_project.releases import FINDING, current_release
from dagster_project.settings import Settings

STEP = "plausibility"
_OSLO = ZoneInfo("Europe/Oslo")


def judge(settings: Settings, contracts: Mapping[str, Contract], validator: Validator, now: datetime) -> list[Finding]:
    """What every expectation says of the build file, beside the release that readers see.

    `now` knows its zone. Raises duckdb.Error when the profile cannot be read, ValidatorError without an answer.
    """
    published = current_release(settings)
    frames = read_profile(
        settings.build_file,
        published.database if published else None,
        contracts.values(),
        now.astimezone(_OSLO).date(),
        {"low": LOW, "high": HIGH},
    )
    outcomes = validator.outcomes(request_of(EXPECTATIONS, frames))
    is_synthetic = bool(read_ledger(settings.lake)["is_synthetic"].any())
    return [
        finding(
            expectation,
            judged_rows(expectation, frames),
            outcome,
            is_synthetic=is_synthetic,
            accepted=settings.accept,
        )
        for expectation, outcome in zip(EXPECTATIONS, outcomes, strict=True)
    ]


def plausibility_checks() -> dg.AssetChecksDefinition:
    """A check per expectation, all made in one step. One of severity error that fails holds the release back."""

    @dg.multi_asset_check(
        name=STEP,
        specs=[
            dg.AssetCheckSpec(
                expectation.name,
                asset=["marts", expectation.table],
                description=f"{expectation.title.en}. {expectation.rule.en}",
                blocking=True,
            )
            for expectation in EXPECTATIONS
        ],
    )
    def plausibility(
        home: dg.ResourceParam[Settings], validator: dg.ResourceParam[Validator]
    ) -> Iterator[dg.AssetCheckResult]:
        try:
            findings = judge(home, load_contracts(), validator, datetime.now(_OSLO))
        except (ValidatorError, duckdb.Error) as error:
            message = f"The plausibility gate could not judge the release, so there is none. {error}"
            raise dg.Failure(message, allow_retries=False) from None
        for found in findings:
            yield _result(found)

    return plausibility


def validator_resource(started: Validator | None) -> dg.ResourceDefinition:
    """Great Expectations' process, from the run's first step to its last; `started` is one that imports already."""

    @dg.resource(description="Great Expectations, in a process of its own")
    @contextmanager
    def validator(_: dg.InitResourceContext) -> Iterator[Validator]:
        with closing(started or Validator()) as process:
            yield process

    return validator


def _result(found: Finding) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        asset_key=dg.AssetKey(["marts", found.expectation.table]),
        check_name=found.expectation.name,
        passed=found.passed,
        severity=dg.AssetCheckSeverity.WARN if found.severity == "warn" else dg.AssetCheckSeverity.ERROR,
        description=found.detail.en,
        metadata={
            "judged": found.judged,
            "outside": found.outside,
            **{name: float(bound) for name, bound in found.expectation.bounds.items()},
            FINDING: dg.MetadataValue.json(found.record()),
        },
    )
