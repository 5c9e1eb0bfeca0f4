"""Bring a package to its destination: each file under another name first, read back, renamed; the manifest last."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dagster_project.extracts.destinations import Destination, DestinationError, open_destination
from dagster_project.extracts.package import MANIFEST, sha256
from dagster_project.extracts.recipients import Recipient
from dagster_project.settings import Settings

PAUSES_S = (2.0, 10.0, 60.0)
"""Between tries: a server that restarts is back after a minute."""
_CHUNK = 1 << 20


class DeliveryError(Exception):
    """The package is not there; one line that says why, without a secret. No manifest: nothing looks whole."""


class _CorruptError(OSError):
    """What was read back is not what was sent."""


def deliver(
    settings: Settings, recipient: Recipient, package: Path, *, pause: Callable[[float], object] = time.sleep
) -> None:
    """Make sure that the package is at its recipient's, whole. What is there already is not sent again.

    Tries again after PAUSES_S. Raises DeliveryError.
    """
    for seconds in (*PAUSES_S, None):
        try:
            with open_destination(settings, recipient) as destination:
                _send(destination, package)
            return
        except DestinationError as error:
            raise DeliveryError(str(error)) from None
        except Exception as error:  # a library's own errors: whatever it is, it may pass
            if seconds is None:
                tries = f"tried {len(PAUSES_S) + 1} times, and the next run tries again"
                raise DeliveryError(f"{recipient.delivery.shown}: {_said(error)}; {tries}") from None
            pause(seconds)


def _send(destination: Destination, package: Path) -> None:
    fs, folder = destination.fs, destination.path(package.name)
    fs.invalidate_cache()
    fs.makedirs(folder, exist_ok=True)
    files = sorted(path for path in package.iterdir() if path.name != MANIFEST)
    for path in [*files, package / MANIFEST]:
        target = f"{folder}/{path.name}"
        if _is_there(fs, target, path):
            continue
        if not destination.renames:
            fs.put_file(str(path), target)
            _check(fs, target, path)
            continue
        draft = f"{folder}/.{path.name}.part"
        if path.name != MANIFEST and fs.exists(f"{folder}/{MANIFEST}"):
            fs.rm_file(f"{folder}/{MANIFEST}")  # a file of a package that looked whole is not as it was
        fs.put_file(str(path), draft)
        _check(fs, draft, path)
        if fs.exists(target):
            fs.rm_file(target)
        fs.mv(draft, target)


def _is_there(fs: Any, target: str, path: Path) -> bool:
    return bool(fs.exists(target)) and _digest(fs, target, path.stat().st_size) == sha256(path)


def _check(fs: Any, target: str, path: Path) -> None:
    if _digest(fs, target, path.stat().st_size) != sha256(path):
        fs.rm_file(target)
        raise _CorruptError(f"{path.name} did not arrive as it was sent")


def _digest(fs: Any, target: str, size: int) -> str | None:
    """sha256 of what lies there; None when even the size is another."""
    if fs.info(target)["size"] != size:
        return None
    digest = hashlib.sha256()
    with fs.open(target, "rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _said(error: Exception) -> str:
    """OSErrors' own words; of others the name alone, since who knows what they repeat."""
    said = str(error) if isinstance(error, OSError) else ""
    return " ".join((said or type(error).__name__).split())
