"""The log of refused visits: a line of JSON each, in a file per month of the home's `logs/`."""

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
    now = datetime.now(UTC)
    line = {"at": now.isoformat(timespec="seconds"), "subject": subject, "role": role, "page": page, "refused": what}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = os.open(folder / f"access-{now:%Y-%m}.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(file, "a", encoding="utf-8") as log:
            log.write(json.dumps(line, ensure_ascii=False) + "\n")
    except OSError:
        _log.exception("a refused visit could not be logged")
