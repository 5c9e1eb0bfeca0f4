"""One package for one recipient and period: made if it is new, delivered if it is not there, and written down."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from dagster_project.alerts.causes import ExtractFailed
from dagster_project.extracts import audit
from dagster_project.extracts.contract import load_contract
from dagster_project.extracts.delivery import DeliveryError, deliver
from dagster_project.extracts.figures import read_figures
from dagster_project.extracts.making import (
    ExtractError,
    WithheldError,
    check,
    content_of,
    latest,
    mark_of,
    says_the_same,
)
from dagster_project.extracts.notice import tell_recipient, tell_us
from dagster_project.extracts.package import MANIFEST, TooManyRowsError, read_manifest, sha256
from dagster_project.extracts.periods import Period
from dagster_project.extracts.recipients import Recipient
from dagster_project.extracts.store import Stored, look_again, store, stored_packages
from dagster_project.extracts.unforeseen import note
from dagster_project.releases import Release, run_lock
from dagster_project.settings import Settings


@dataclass(frozen=True)
class Result:
    """How it ended: `line` says it, `remarks` what went wrong beside it, `folder` is the package."""

    state: Literal["delivered", "unchanged", "failed", "withheld"]
    line: str
    folder: Path | None = None
    remarks: tuple[str, ...] = ()


def extract(
    settings: Settings,
    release: Release,
    recipient: Recipient,
    period: Period,
    *,
    pause: Callable[[float], object] = time.sleep,
) -> Result:
    """Make and deliver the package, tell of it, and write it down; one that says the same as the last changes nothing.

    Whatever goes wrong with it is a Result, written down and told of, so that other packages are made all the same.
    Raises ExtractError when there is none to be made, AuditError, OSError when it cannot be written down.
    """
    check(recipient, period)
    if recipient.agreement is None:
        raise ExtractError(
            f"{recipient.recipient_id} has no agreement, so nothing is delivered: give its reference in "
            f"{settings.recipients}, or look at the package with --dry-run"
        )
    # One at a time: a version number, and what was sent before, are read and then written.
    with run_lock(settings.extracts, wait=True):
        try:
            return _extract(settings, release, recipient, period, pause)
        except (ExtractError, audit.AuditError, OSError):
            raise
        except WithheldError as error:
            return _without_package(settings, release, recipient, period, str(error), state="withheld")
        except TooManyRowsError as error:
            return _without_package(settings, release, recipient, period, str(error))
        except Exception as error:
            said = f"it could not be made: {note(settings, recipient, period, error)}"
            return _without_package(settings, release, recipient, period, said)


def _extract(
    settings: Settings, release: Release, recipient: Recipient, period: Period, pause: Callable[[float], object]
) -> Result:
    figures = read_figures(release, period, recipient.period_types)
    if not figures.is_complete:
        raise ExtractError(
            f"{period.code} is not complete in release {release.release_id}: air_ambulance_missions lacks "
            "deliveries of it; 'nodstat status' says how far they reach"
        )
    mark = mark_of(figures, recipient, release)
    package = latest(stored_packages(settings, recipient.recipient_id), period)
    if package is not None and says_the_same(package.mark, mark):
        look_again(package, release.release_id)
        if _is_delivered(settings, package):
            return Result("unchanged", f"{package.name} is delivered already, and nothing has changed", package.folder)
    else:
        content, _ = content_of(settings, release, recipient, figures)
        package = store(settings, content, mark)
    return _deliver(settings, release, recipient, package, pause)


def _is_delivered(settings: Settings, package: Stored) -> bool:
    sealed = sha256(package.folder / MANIFEST)
    return any(line.state == "delivered" and line.manifest_sha256 == sealed for line in audit.read(settings))


def _deliver(
    settings: Settings, release: Release, recipient: Recipient, package: Stored, pause: Callable[[float], object]
) -> Result:
    try:
        deliver(settings, recipient, package.folder, pause=pause)
    except DeliveryError as error:
        _write_down(settings, release, recipient, package.period, state="failed", detail=str(error), package=package)
        remarks = tell_us(settings, ExtractFailed(recipient.recipient_id, package.period.label, str(error)))
        return Result("failed", f"{package.name} was not delivered: {error}", package.folder, tuple(remarks))
    _write_down(settings, release, recipient, package.period, state="delivered", package=package)
    remark = tell_recipient(settings, recipient, package)
    line = f"{package.name} is delivered to {recipient.delivery.shown}"
    return Result("delivered", line, package.folder, (remark,) if remark else ())


def _without_package(
    settings: Settings,
    release: Release,
    recipient: Recipient,
    period: Period,
    why: str,
    *,
    state: Literal["failed", "withheld"] = "failed",
) -> Result:
    _write_down(settings, release, recipient, period, state=state, detail=why)
    remarks = tell_us(settings, ExtractFailed(recipient.recipient_id, period.label, why))
    word = "withheld" if state == "withheld" else "not delivered"
    return Result(state, f"{recipient.recipient_id} {period.code} is {word}: {why}", remarks=tuple(remarks))


def _write_down(
    settings: Settings,
    release: Release,
    recipient: Recipient,
    period: Period,
    *,
    state: audit.State,
    detail: str = "",
    package: Stored | None = None,
) -> None:
    manifest = read_manifest(package.folder) if package else None
    files = {file["name"]: str(file["sha256"]) for file in manifest["files"]} if manifest else {}
    audit.write(
        settings,
        audit.Delivery(
            tried_at=datetime.now(UTC).isoformat(timespec="seconds"),
            recipient_id=recipient.recipient_id,
            recipient=recipient.name,
            agreement=recipient.agreement or "",
            data_set=recipient.data_set,
            schema_version=load_contract(recipient.data_set).version,
            period_type=period.type,
            period=period.code,
            version=package.version if package else None,
            state=state,
            detail=detail,
            release_id=manifest["release_id"] if manifest else release.release_id,
            is_synthetic=bool(release.manifest["is_synthetic"]),
            destination=recipient.delivery.shown,
            manifest_sha256=sha256(package.folder / MANIFEST) if package else None,
            bytes=sum(path.stat().st_size for path in package.folder.iterdir()) if package else 0,
            files=files,
        ),
    )
