"""The log of refused visits and of packages taken: a line of JSON each, in a file per month of the home's `logs/`."""

from __future__ import annotations

import json
import logging
import os
from datetime import UTC, datetime
from pathlib import Path

_log = logging.getLogger(__name__)


def refused(folder: Path, subject: str | None, role: str, page: str, what: str) -> None:
    """Add a line: when, who by the provider's id, in which role, on which page, and what was refused.

    Whether the line could be written or not, the visit stays refused.
    """
    try:
        _write(folder, {"subject": subject, "role": role, "page": page, "refused": what})
    except OSError:
        _log.exception("a refused visit could not be logged")


def fetched(folder: Path, subject: str | None, role: str, *, file: str, release_id: str, sha256: str) -> None:
    """Add a line: when, who by the provider's id, in which role, which file, from which release, which bytes.

    Raises OSError when the line could not be written: then the file is not to be handed out.
    """
    _write(folder, {"subject": subject, "role": role, "fetched": file, "release_id": release_id, "sha256": sha256})


def _write(folder: Path, said: dict[str, str | None]) -> None:
    now = datetime.now(UTC)
    folder.mkdir(parents=True, exist_ok=True)
    file = os.open(folder / f"access-{now:%Y-%m}.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(file, "a", encoding="utf-8") as log:
        log.write(json.dumps({"at": now.isoformat(timespec="seconds"), **said}, ensure_ascii=False) + "\n")
