"""The process that holds Great Expectations, as the run sees it: started early, asked once, gone with the run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any, ClassVar

from dagster_project.settings import PROJECT_ROOT

_PATIENCE_S = 300
"""For an answer. Importing takes five to ten seconds, answering less than one."""


class ValidatorError(Exception):
    """Great Expectations gave no answer; the message says what it said last."""


@dataclass(frozen=True)
class Outcome:
    """How one expectation went: rows judged, and the numbers of those that do not hold."""

    success: bool
    judged: int
    outside: tuple[int, ...]


class Validator:
    """Starts importing as soon as it is made. Ends with `close`, or by itself when this process is gone."""

    command: ClassVar[tuple[str, ...]] = (sys.executable, "-m", "dagster_project.checks.gx")

    def __init__(self) -> None:
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the process may write
        self._process = subprocess.Popen(
            self.command,
            cwd=PROJECT_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            env={**os.environ, "GX_ANALYTICS_ENABLED": "false"},
        )

    def outcomes(self, request: Sequence[Mapping[str, Any]]) -> list[Outcome]:
        """Evaluate expectations (see `gx.validate`), in their order. Can be asked once. Raises ValidatorError."""
        try:
            text, _ = self._process.communicate(json.dumps(request).encode(), timeout=_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.close()
            raise ValidatorError(f"Great Expectations gave no answer within {_PATIENCE_S} s") from None
        if self._process.returncode:
            raise ValidatorError(
                f"Great Expectations ended with exit code {self._process.returncode}: {self._last_words()}"
            )
        try:
            outcomes = [Outcome(row["success"], row["judged"], tuple(row["outside"])) for row in json.loads(text)]
        except (ValueError, KeyError, TypeError):
            outcomes = []
        if len(outcomes) != len(request):
            raise ValidatorError(f"Great Expectations answered {len(outcomes)} of {len(request)} expectations")
        return outcomes

    def close(self) -> None:
        """End the process, whatever it is at."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._said):
            if pipe is not None:
                pipe.close()

    def _last_words(self) -> str:
        self._said.seek(0)
        lines = self._said.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"
