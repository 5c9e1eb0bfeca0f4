"""One package for one recipient and period: made if it is new, delivered if it is not there, and written down."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from dagster_project.alerts.causes import ExtractFailed
from dagster_project.extracts import audit
from dagster_project.extracts.changes import changes
from dagster_project.extracts.contract import load_contract
from dagster_project.extracts.delivery import DeliveryError, deliver
from dagster_project.extracts.disclosure import DisclosureError
from dagster_project.extracts.figures import Figures, read_figures
from dagster_project.extracts.notice import tell_recipient, tell_us
from dagster_project.extracts.package import MANIFEST, Content, read_manifest, sha256, write_package
from dagster_project.extracts.periods import Period
from dagster_project.extracts.protection import protect
from dagster_project.extracts.recipients import Recipient
from dagster_project.extracts.store import Mark, Stored, look_again, store, stored_packages
from dagster_project.extracts.tables import export_tables
from dagster_project.releases import Release, run_lock
from dagster_project.settings import Settings


class ExtractError(Exception):
    """There can be no package; one line that says why and what to do."""


class WithheldError(Exception):
    """The package tells more of small numbers than it may, so nobody gets it; one line."""


@dataclass(frozen=True)
class Result:
    """How it ended: `line` says it, `remarks` what went wrong beside it, `folder` is the package."""

    state: Literal["delivered", "unchanged", "failed", "withheld"]
    line: str
    folder: Path | None = None
    remarks: tuple[str, ...] = ()


def write_only(settings: Settings, release: Release, recipient: Recipient, period: Period, folder: Path) -> Path:
    """The package as it would be delivered now, in a new folder below `folder`; nothing is delivered or remembered.

    Raises ExtractError, WithheldError, OSError, TooManyRowsError.
    """
    _check(recipient, period)
    packages = stored_packages(settings, recipient.recipient_id)
    content = _content(release, recipient, period, read_figures(release, period, recipient.period_types), packages)
    if (folder / content.name).exists():
        raise ExtractError(f"{folder / content.name} is there already: remove it, or name another folder")
    return write_package(content, folder / content.name)


def extract(
    settings: Settings,
    release: Release,
    recipient: Recipient,
    period: Period,
    *,
    pause: Callable[[float], object] = time.sleep,
) -> Result:
    """Make and deliver the package, tell of it, and write it down; one that says the same as the last changes nothing.

    Raises ExtractError when there can be none, OSError when the home cannot be written, TooManyRowsError.
    """
    _check(recipient, period)
    if recipient.agreement is None:
        raise ExtractError(
            f"{recipient.recipient_id} has no agreement, so nothing is delivered: give its reference in "
            f"{settings.recipients}, or look at the package with --dry-run"
        )
    # One at a time: a version number, and what was sent before, are read and then written.
    with run_lock(settings.extracts, wait=True):
        packages = stored_packages(settings, recipient.recipient_id)
        figures = read_figures(release, period, recipient.period_types)
        if not figures.is_complete:
            raise ExtractError(
                f"{period.code} is not complete in release {release.release_id}: air_ambulance_missions lacks "
                "deliveries of it; 'nodstat status' says how far they reach"
            )
        mark = mark_of(figures, recipient, release)
        package = _latest(packages, period)
        if package is not None and says_the_same(package.mark, mark):
            look_again(package, release.release_id)
            if _is_delivered(settings, package):
                return Result(
                    "unchanged", f"{package.name} is delivered already, and nothing has changed", package.folder
                )
        else:
            try:
                content = _content(release, recipient, period, figures, packages)
            except WithheldError as error:
                return _withheld(settings, release, recipient, period, str(error))
            package = store(settings, content, mark)
        return _deliver(settings, release, recipient, package, pause)


def mark_of(figures: Figures, recipient: Recipient, release: Release) -> Mark:
    """What the package of these figures would be made from."""
    scope = (recipient.org_units, recipient.segments, recipient.period_types, recipient.formats, recipient.threshold)
    return Mark(
        figures=figures.digest,
        scope=hashlib.sha256(repr(scope).encode()).hexdigest()[:16],
        schema=load_contract(recipient.data_set).version,
        released=release.release_id,
    )


def says_the_same(one: Mark, other: Mark) -> bool:
    """Whether two packages would hold the same, whatever release they come from."""
    return (one.figures, one.scope, one.schema) == (other.figures, other.scope, other.schema)


def _check(recipient: Recipient, period: Period) -> None:
    if period.type not in recipient.period_types:
        raise ExtractError(
            f"{recipient.recipient_id} gets {', '.join(recipient.period_types)}, and {period.code} is a {period.type}"
        )


def _latest(packages: list[Stored], period: Period) -> Stored | None:
    return max((p for p in packages if p.period == period), key=lambda package: package.version, default=None)


def _is_delivered(settings: Settings, package: Stored) -> bool:
    sealed = sha256(package.folder / MANIFEST)
    return any(line.state == "delivered" and line.manifest_sha256 == sealed for line in audit.read(settings))


def _content(
    release: Release, recipient: Recipient, period: Period, figures: Figures, packages: list[Stored]
) -> Content:
    """Raises WithheldError."""
    contract = load_contract(recipient.data_set)
    # What a longer period has told of this one counts too, so the two are protected together.
    widest = max((p.period for p in packages if p.period.holds(period)), key=lambda p: p.end - p.start, default=period)
    whole = figures if widest == period else read_figures(release, widest, recipient.period_types)
    try:
        protected = protect(whole, recipient.threshold, [package.tables for package in packages])
    except (DisclosureError, RuntimeError) as error:
        raise WithheldError(f"it could not be protected: {' '.join(str(error).split())}") from None
    if protected.narrow:
        raise WithheldError(
            f"{protected.narrow} hidden numbers could be worked out to within less than {recipient.threshold}"
        )
    tables = export_tables(whole, protected, contract, recipient, period)
    before = _latest(packages, period)
    return Content(
        recipient=recipient,
        period=period,
        version=before.version + 1 if before else 1,
        contract=contract,
        release=release,
        tables=tables,
        registry=figures.registry,
        is_complete=figures.is_complete,
        changes=changes(contract, before.tables, tables) if before else (),
        previous_schema=packages[-1].mark.schema if packages else None,
    )


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


def _withheld(settings: Settings, release: Release, recipient: Recipient, period: Period, why: str) -> Result:
    _write_down(settings, release, recipient, period, state="withheld", detail=why)
    line = f"{recipient.recipient_id} {period.code} is withheld: {why}"
    return Result(
        "withheld", line, remarks=tuple(tell_us(settings, ExtractFailed(recipient.recipient_id, period.label, why)))
    )


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
