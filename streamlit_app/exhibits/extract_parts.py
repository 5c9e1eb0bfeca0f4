"""Parts of Uttrekk: every try to deliver, what comes next, and a recipient's own packages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from streamlit_app import formats, tables
from streamlit_app.data.packages import Package
from streamlit_app.data.tries import Tries, Try, Upcoming
from streamlit_app.exhibits import exhibit
from streamlit_app.exhibits.exhibit import Exhibit
from streamlit_app.tables import Column, Table
from streamlit_app.text import uttrekk as text
from streamlit_app.view import View


def tried(view: View, every: Tries, chosen: Sequence[Try], selection: str) -> Exhibit:
    """The chosen lines of the audit, newest first."""
    columns: list[Column[Try]] = [
        Column(
            text.WHEN, lambda one: formats.instant(one.tried_at), raw=lambda one: formats.instant(one.tried_at)
        ),
        Column(
            text.RECIPIENT, lambda one: escape(one.delivery.recipient), raw=lambda one: one.delivery.recipient,
            is_wide_only=True,
        ),
        Column(text.PERIOD, lambda one: one.period.name, raw=lambda one: one.period.name),
        Column(text.PERIOD_CODE, None, raw=lambda one: one.delivery.period),
        Column(
            text.VERSION, lambda one: formats.count(one.delivery.version), raw=lambda one: one.delivery.version,
            is_number=True,
        ),
        Column(text.STATE, _state, raw=lambda one: text.STATES[one.delivery.state]),
        Column(text.WHY, None, raw=lambda one: one.delivery.detail or None),
        Column(
            text.RELEASE, lambda one: escape(one.delivery.release_id), raw=lambda one: one.delivery.release_id,
            is_wide_only=True,
        ),
        Column(text.FILES, None, raw=lambda one: len(one.delivery.files)),
        Column(
            text.SIZE, lambda one: text.size(one.delivery.bytes), is_number=True, is_wide_only=True
        ),
        Column(text.BYTES, None, raw=lambda one: one.delivery.bytes),
        Column(
            text.SEAL, lambda one: f"<code>{escape((one.delivery.manifest_sha256 or formats.NOTHING)[:12])}</code>",
            text.SEAL_NOTE, raw=lambda one: one.delivery.manifest_sha256, is_wide_only=True,
        ),
        Column(text.DESTINATION, None, raw=lambda one: one.delivery.destination),
        Column(text.AGREEMENT, None, raw=lambda one: one.delivery.agreement),
        Column(text.DATA_SET, None, raw=lambda one: one.delivery.data_set),
        Column(text.SCHEMA, None, raw=lambda one: one.delivery.schema_version),
        Column(text.IS_SYNTHETIC, None, raw=lambda one: one.delivery.is_synthetic),
    ]  # fmt: skip
    return Exhibit(
        key="leveringer",
        title=text.AUDIT_TITLE,
        table=Table(text.AUDIT_CAPTION, columns, chosen),
        note=text.audit_note(every.in_release, len(every.lines), view.release.release_id),
        empty=text.NO_SUCH_TRIES,
        header=_header(view, text.AUDIT_TITLE, selection),
    )


def upcoming(view: View, found: Sequence[Upcoming], every: Tries) -> Exhibit:
    """Every recipient with what it was to get last, whether it did, and what comes next."""
    delivered = {
        (one.delivery.recipient_id, one.delivery.period)
        for one in every.lines
        if one.delivery.state == "delivered"
    }  # fmt: skip

    def newest(one: Upcoming) -> str:
        if one.recipient.agreement is None:
            return text.NO_AGREEMENT
        known = (one.recipient.recipient_id, one.newest.period.code) in delivered
        return f"{one.newest.period.label}: {text.STATES['delivered'] if known else text.MISSING}"

    def shown(one: Upcoming) -> str:
        said = escape(newest(one))
        return tables.marked(said) if said.endswith(text.MISSING) else said

    def following(one: Upcoming) -> str | None:
        return one.following.period.label if one.recipient.agreement else None

    def due_on(one: Upcoming) -> date | None:
        return one.following.due_on if one.recipient.agreement else None

    columns: list[Column[Upcoming]] = [
        Column(text.RECIPIENT, lambda one: escape(one.recipient.name), raw=lambda one: one.recipient.name),
        Column(
            text.AGREEMENT, lambda one: escape(one.recipient.agreement or formats.NOTHING),
            raw=lambda one: one.recipient.agreement, is_wide_only=True,
        ),
        Column(text.NEWEST_DUE, shown, raw=newest),
        Column(text.FOLLOWING, lambda one: following(one) or formats.NOTHING, raw=following),
        Column(
            text.DUE_ON, lambda one: formats.day(day) if (day := due_on(one)) else formats.NOTHING, raw=due_on
        ),
    ]  # fmt: skip
    return Exhibit(
        key="kommende",
        title=text.UPCOMING_TITLE,
        table=Table(text.UPCOMING_CAPTION, columns, found),
        note=text.UPCOMING_NOTE,
        header=_header(view, text.UPCOMING_TITLE, text.EVERY_RECIPIENT),
    )


def own(view: View, found: Sequence[Package]) -> Exhibit:
    """A recipient's packages: the newest version of each period first."""
    columns: list[Column[Package]] = [
        Column(text.PERIOD, lambda one: one.period.name, raw=lambda one: one.period.name),
        Column(text.VERSION, lambda one: formats.count(one.version), raw=lambda one: one.version, is_number=True),
        Column(text.WHEN, _delivered, raw=_delivered),
        Column(
            text.RELEASE, lambda one: escape(one.release_id), raw=lambda one: one.release_id, is_wide_only=True
        ),
        Column(
            text.ROWS, lambda one: formats.count(one.rows), raw=lambda one: one.rows, is_number=True, is_wide_only=True
        ),
        Column(
            text.HIDDEN_ROWS, lambda one: formats.count(one.hidden_rows), raw=lambda one: one.hidden_rows,
            is_number=True, is_wide_only=True,
        ),
        Column(
            text.CHANGED_SINCE, lambda one: formats.count(_changed(one)), raw=_changed, is_number=True,
            is_wide_only=True,
        ),
        Column(text.IS_SYNTHETIC, None, raw=lambda one: one.is_synthetic),
        Column(
            text.SEAL, lambda one: f"<code>{one.sha256[:12]}</code>", text.SEAL_NOTE, raw=lambda one: one.sha256,
            is_wide_only=True,
        ),
    ]  # fmt: skip
    return Exhibit(
        key="pakker",
        title=text.OWN_TITLE,
        table=Table(text.OWN_CAPTION, columns, found),
        header=_header(view, text.OWN_TITLE, found[0].recipient if found else ""),
    )


def _header(view: View, title: str, selection: str) -> list[tuple[str, str]]:
    """Deliveries are those until now, whatever the filter bar says."""
    said = exhibit.header(view, title)
    return [(name, {"Periode": text.COVERS, "Utvalg": selection}.get(name, value)) for name, value in said]


def _state(one: Try) -> str:
    said = text.STATES[one.delivery.state]
    return said if one.delivery.state == "delivered" else tables.marked(said)


def _delivered(one: Package) -> str:
    return formats.instant(one.delivered_at) if one.delivered_at else formats.NOTHING


def _changed(one: Package) -> int | None:
    return len(one.changes) if one.version > 1 else None
