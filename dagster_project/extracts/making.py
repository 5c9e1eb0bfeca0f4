"""From figures to a package: protected, attacked as a whole, and only then put into tables."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from dagster_project.extracts.changes import changes
from dagster_project.extracts.contract import load_contract
from dagster_project.extracts.disclosure import DisclosureError, Loss
from dagster_project.extracts.figures import Figures, read_figures
from dagster_project.extracts.package import Content, write_package
from dagster_project.extracts.periods import Period
from dagster_project.extracts.protection import ProtectedFigures, protect
from dagster_project.extracts.recipients import Recipient
from dagster_project.extracts.store import Mark, Stored, stored_packages
from dagster_project.extracts.tables import export_tables
from dagster_project.extracts.unforeseen import note
from dagster_project.releases import Release
from dagster_project.settings import Settings


class ExtractError(Exception):
    """There can be no package; one line that says why and what to do."""


class WithheldError(Exception):
    """The package tells more of small numbers than it may, so nobody gets it; one line."""


@dataclass(frozen=True)
class Written:
    """A package that was only written, and what its protection costs: for our eyes, not the recipient's."""

    folder: Path
    lost: Loss
    by_hand: Loss


def write_only(settings: Settings, release: Release, recipient: Recipient, period: Period, folder: Path) -> Written:
    """The package as it would be delivered now, in a new folder below `folder`; nothing is delivered or remembered.

    Raises ExtractError, WithheldError, OSError, TooManyRowsError, duckdb.Error.
    """
    check(recipient, period)
    figures = read_figures(release, period, recipient.period_types)
    content, protected = content_of(settings, release, recipient, figures)
    if (folder / content.name).exists():
        raise ExtractError(f"{folder / content.name} is there already: remove it, or name another folder")
    return Written(write_package(content, folder / content.name), protected.lost, protected.by_hand)


def check(recipient: Recipient, period: Period) -> None:
    """Raises ExtractError for a type of period that the recipient does not get."""
    if period.type not in recipient.period_types:
        raise ExtractError(
            f"{recipient.recipient_id} gets {', '.join(recipient.period_types)}, and {period.code} is a {period.type}"
        )


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


def latest(packages: list[Stored], period: Period) -> Stored | None:
    """The period's newest version."""
    return max((p for p in packages if p.period == period), key=lambda package: package.version, default=None)


def content_of(
    settings: Settings, release: Release, recipient: Recipient, figures: Figures
) -> tuple[Content, ProtectedFigures]:
    """What the package says, and how its protection went. Raises WithheldError when nobody may get it."""
    period, packages = figures.period, stored_packages(settings, recipient.recipient_id)
    contract = load_contract(recipient.data_set)
    # What a longer period has told of this one counts too, so the two are protected together.
    widest = max((p.period for p in packages if p.period.holds(period)), key=lambda p: p.end - p.start, default=period)
    whole = figures if widest == period else read_figures(release, widest, recipient.period_types)
    try:
        protected = protect(whole, recipient.threshold, [package.tables for package in packages])
    except (DisclosureError, RuntimeError) as error:
        raise WithheldError(f"it could not be protected: {' '.join(str(error).split())}") from None
    except Exception as error:
        raise WithheldError(f"it could not be protected: {note(settings, recipient, period, error)}") from None
    if protected.narrow:
        raise WithheldError(
            f"{protected.narrow} hidden numbers could be worked out to within less than {recipient.threshold}"
        )
    tables = export_tables(whole, protected, contract, recipient, period)
    before = latest(packages, period)
    content = Content(
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
    return content, protected
