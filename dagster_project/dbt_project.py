"""The dbt project, run inside this process.

Not in a child process, as dagster-dbt's own resource would: a child outlives a run that is killed and goes on writing
the build file, and its three seconds of imports could not be spent while deliveries are being read.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import queue
import shutil
import threading
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from dagster_project.contracts import load_contracts
from dagster_project.releases import run_lock
from dagster_project.settings import PROJECT_ROOT, Engine, Settings

if TYPE_CHECKING:
    from dbt.cli.main import dbtRunnerResult

PROJECT = PROJECT_ROOT / "dbt"
_NOT_SOURCE = {"target", "logs", "dbt_packages", "__pycache__", ".user.yml"}


_THREAD = "dbt"


class DbtError(Exception):
    """dbt could not begin or went on no further: a project that does not parse, a build file that cannot be opened."""


@dataclass(frozen=True)
class NodeResult:
    """What became of one node: a seed, a model or a test."""

    unique_id: str
    status: str
    """`success` or `pass`, `warn`, `fail`, `error`, `skipped`."""
    message: str
    failures: int
    """Rows that a test found."""
    seconds: float


def source_hash() -> str:
    """sha256 over every file of the dbt project: what the content of a release depends on besides its inputs."""
    digest = hashlib.sha256(importlib.metadata.version("dbt-duckdb").encode())
    for path in sorted(PROJECT.rglob("*")):
        if path.is_file() and not _NOT_SOURCE.intersection(path.relative_to(PROJECT).parts):
            digest.update(f"{path.relative_to(PROJECT)}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def is_busy() -> bool:
    """Whether dbt is at work in its own thread, which nothing can stop, and beside which Python does not end well."""
    return any(thread.name == _THREAD for thread in threading.enumerate())


def wait_until_idle() -> None:
    """Let dbt finish what it is at: whoever is about to let go of the home's lock waits for it."""
    for thread in threading.enumerate():
        if thread.name == _THREAD:
            thread.join()


class DbtProject:
    """The project on one home: its manifest, and a build into the home's build file."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._folder = settings.build / "dbt"
        self._parsing = threading.Lock()
        self._parsed: Any = None

    @property
    def target(self) -> Path:
        """Where dbt leaves its artifacts: manifest.json, run_results.json, compiled SQL."""
        return self._folder / "target"

    @property
    def logs(self) -> Path:
        """Where dbt.log lies."""
        return self._folder / "logs"

    def manifest(self) -> dict[str, Any]:
        """dbt's manifest.json, made anew only when the project or the home's place has changed. Raises DbtError."""
        if (known := self._known_manifest()) is not None:
            return known
        # Of two processes that come upon a new home at once, the second finds what the first has parsed.
        with run_lock(self._folder, wait=True):
            if (known := self._known_manifest()) is not None:
                return known
            self._mark.unlink(missing_ok=True)
            self._parse()
            self._mark.write_text(self._state(), encoding="utf-8")
            return _read_json(self.target / "manifest.json")

    @property
    def _mark(self) -> Path:
        return self._folder / "parsed"

    def _state(self) -> str:
        return f"{source_hash()} {self._settings.engine} {self._settings.home}"

    def _known_manifest(self) -> dict[str, Any] | None:
        if not self._mark.exists() or self._mark.read_text(encoding="utf-8") != self._state():
            return None
        # dbt writes it again whenever it parses, and may have been cut off there: killed, or the disk full.
        with suppress(FileNotFoundError, json.JSONDecodeError):
            return _read_json(self.target / "manifest.json")
        return None

    def prepare(self) -> None:
        """Import dbt and parse the project in the background, so that `build` begins at once."""
        threading.Thread(target=self._prepare, name=_THREAD, daemon=True).start()

    def build(self, say: Callable[[str], None]) -> Iterator[NodeResult]:
        """Run `dbt build` on what has changed since the last one, say what that is, and give each node's result.

        Raises DbtError when dbt itself fails; a failed node is no error here. The build file is closed at the end.
        """
        from dagster_project import build_scope, spark_build  # noqa: PLC0415 - Polars, not for `nodstat --help`

        made_by, deliveries = _made_by(self._settings.engine), build_scope.accepted_deliveries(self._settings)
        is_on_spark = self._settings.engine == "spark"
        if is_on_spark:
            shutil.rmtree(self._spark, ignore_errors=True)
        days = build_scope.begin(self._settings.build_file, made_by, deliveries)
        say(build_scope.described(days))
        results: queue.SimpleQueue[NodeResult | None] = queue.SimpleQueue()
        outcome: Future[dbtRunnerResult] = Future()

        def listen(event: Any) -> None:
            if event.info.name == "NodeFinished":
                result = event.data.run_result
                results.put(
                    NodeResult(
                        unique_id=event.data.node_info.unique_id,
                        status=result.status,
                        message=result.message,
                        failures=result.num_failures,
                        seconds=result.execution_time,
                    )
                )

        def work() -> None:
            try:
                outcome.set_result(self._invoke("build", self._parse(), listen, days))
            except BaseException as error:
                outcome.set_exception(error)
            finally:
                results.put(None)

        threading.Thread(target=work, name=_THREAD, daemon=True).start()
        while (result := results.get()) is not None:
            yield result
        _close_database()
        if (error := outcome.result().exception) is not None:
            raise DbtError(str(error).strip())
        if not outcome.result().success:
            return
        if is_on_spark:  # without a word in the build file of what it holds: each build makes everything
            warehouse, limit = self._spark / "warehouse", self._settings.memory_limit
            spark_build.take_over(self.manifest(), warehouse, self._settings.build_file, limit)
        else:
            build_scope.complete(self._settings.build_file, made_by, deliveries)

    @property
    def _spark(self) -> Path:
        """Tables and catalogue of the engine `spark`."""
        return self._settings.build / "spark"

    def _prepare(self) -> None:
        with suppress(DbtError):  # `build` will meet it again, and tell
            self._parse()

    def _parse(self) -> Any:
        """dbt's own manifest object, parsed once; whoever asks meanwhile waits."""
        with self._parsing:
            if self._parsed is None:
                outcome = self._invoke("parse")
                if outcome.exception is not None:
                    raise DbtError(str(outcome.exception).strip())
                self._parsed = outcome.result
            return self._parsed

    def _invoke(
        self,
        verb: str,
        manifest: Any = None,
        listen: Callable[[Any], None] | None = None,
        days: Collection[date] | None = None,
    ) -> dbtRunnerResult:
        from dbt.cli.main import dbtRunner  # noqa: PLC0415 - two seconds, spent in the background

        settings = self._settings
        os.environ |= {
            "NODSTAT_LAKE": str(settings.lake),
            "NODSTAT_EXTRACTS": str(settings.extracts),
            "NODSTAT_BUILD_FILE": str(settings.build_file),
            "NODSTAT_MEMORY_LIMIT": settings.memory_limit,
            "NODSTAT_SPARK_FOLDER": str(self._spark),
            "NODSTAT_BUILD_DAYS": ",".join(map(str, sorted(days or ()))),
        }
        settings.build.mkdir(parents=True, exist_ok=True)
        runner = dbtRunner(manifest=manifest, callbacks=[listen] if listen else [])
        # A file of which some days are made is of the same project: its seeds are in it.
        less = ["--exclude-resource-type", "seed"] if days else []
        # fmt: off
        return runner.invoke([
            verb, "--target", settings.engine,
            "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT),
            "--target-path", str(self.target), "--log-path", str(self.logs),
            "--log-level", "none", "--log-level-file", "info", "--no-version-check", *less,
        ])
        # fmt: on


def _read_json(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_bytes())
    return content


def _made_by(engine: Engine) -> str:
    """What a build file's content depends on besides the deliveries."""
    contracts = (contract.fingerprint for contract in load_contracts().values())
    return "\n".join([source_hash(), engine, f"duckdb {duckdb.__version__}", *contracts])


def _close_database() -> None:
    """dbt-duckdb keeps the build file open as long as the process lives; nobody else could open it."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager  # noqa: PLC0415
    from dbt.adapters.factory import reset_adapters  # noqa: PLC0415

    reset_adapters()  # type: ignore[no-untyped-call]
    DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]
