"""A service's user may have no folder of its own, and a read-only machine no temporary one: then the home has both."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def make_do(home: Path) -> None:
    """Have this process, and all that it starts, use `home` where tools look for a user's folder or a temporary one.

    Great Expectations and Streamlit end at once without the one, Dagster without the other. What is there, stays.
    """
    try:
        Path.home()
    except RuntimeError:
        os.environ["HOME"] = str(home)
    if _has_temporary_folder():
        return
    folder = home / "tmp"
    # Whoever may only read the home has to do without.
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.environ["TMPDIR"] = str(folder)
        tempfile.tempdir = None


def _has_temporary_folder() -> bool:
    """Whether there is a place that is meant for it: Python's last resort is the working directory."""
    meant = [*map(os.environ.get, ("TMPDIR", "TEMP", "TMP")), "/tmp", "/var/tmp", "/usr/tmp"]
    try:
        return Path(tempfile.gettempdir()) in [Path(place).absolute() for place in meant if place]
    except OSError:
        return False
