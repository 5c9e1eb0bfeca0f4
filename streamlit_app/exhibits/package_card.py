"""A package to look at and to take away, and what stands in its place when there is none."""

from __future__ import annotations

import logging
from html import escape

import streamlit as st

from streamlit_app import formats, frame
from streamlit_app.access import Source
from streamlit_app.data import packages, tries
from streamlit_app.data.packages import Change, File, Package
from streamlit_app.data.tries import ShelfError
from streamlit_app.exhibits.exhibit import WORKBOOK
from streamlit_app.tables import Column, html_table
from streamlit_app.text import uttrekk as text

_log = logging.getLogger(__name__)


def card(source: Source, package: Package) -> None:
    """What it is of, how much it holds and hides, what changed, and its files."""
    frame.source_line(text.about(package), is_synthetic=package.is_synthetic)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _downloads(source, package)
        if package.changes:
            with st.popover(text.CHANGES_TITLE, type="tertiary", key=f"{package.name}-changes"):
                _changes(package)
        with st.popover(text.FILES_TITLE, type="tertiary", key=f"{package.name}-files"):
            _files(package)
    if package.schema_news:
        st.info(package.schema_news)
    figures = {text.ROWS: package.rows, text.HIDDEN_ROWS: package.hidden_rows}
    if package.version > 1:
        figures[text.changed_since(package.version - 1)] = len(package.changes)
    with st.grid(3, min_column_width=200):
        for label, count in figures.items():
            st.metric(label, formats.count(count), border=True)


def none(source: Source) -> None:
    """Why a recipient has no package, and what to do."""
    try:
        upcoming = tries.upcoming(source)
        newest = next(iter(tries.tries(source).lines), None)
    except ShelfError:
        unreadable()
        return
    ours = upcoming[0] if upcoming else None
    reason = text.none(ours.recipient.agreement if ours else None, is_recipient=ours is not None)
    if newest is not None:
        reason = text.stopped(newest.period.name, newest.delivery.state)
    elif ours and not reason:
        newest_due, following = ours.newest, ours.following
        awaited = text.awaited(newest_due.period.label, newest_due.due_on)
        reason = f"{awaited} {text.coming(following.period.label, following.due_on)}"
    _instead(text.NONE, f"{reason} {text.ONLY_DELIVERED}")


def unreadable() -> None:
    """What stands there when the audit cannot be trusted; the log has the error that is being handled."""
    _log.exception("the audit of deliveries cannot be read")
    _instead(*text.UNREADABLE)


def spoilt() -> None:
    """What stands there when a package's files are not what they were; the log has the error that is being handled."""
    _log.exception("a package cannot be shown")
    _instead(*text.SPOILT)


def _instead(what: str, advice: str) -> None:
    st.subheader(what, anchor=False)
    st.markdown(advice)


def _downloads(source: Source, package: Package) -> None:
    """Files are read, checked and put on record when they are asked for."""
    if workbook := package.workbook:
        st.download_button(
            text.WORKBOOK, lambda: packages.content(source, package, workbook), workbook.name, WORKBOOK,
            key=f"{package.name}-xlsx", type="primary", on_click="ignore", help=text.ON_RECORD,
        )  # fmt: skip
    st.download_button(
        text.WHOLE, lambda: packages.zipped(source, package), f"{package.name}.zip", "application/zip",
        key=f"{package.name}-zip", on_click="ignore", help=text.ON_RECORD,
    )  # fmt: skip


def _changes(package: Package) -> None:
    columns: list[Column[Change]] = [
        Column(text.ROW, lambda one: escape(one.row)),
        Column(text.TABLE, lambda one: escape(one.table), is_wide_only=True),
        Column(text.COLUMN, lambda one: escape(one.column), is_wide_only=True),
        Column(text.BEFORE, lambda one: escape(one.before or formats.NOTHING), is_number=True),
        Column(text.AFTER, lambda one: escape(one.after or formats.NOTHING), is_number=True),
    ]
    st.html(html_table(text.CHANGED_SINCE, columns, package.changes[: text.MOST_CHANGES]))
    if len(package.changes) > text.MOST_CHANGES:
        st.caption(text.first_changes(len(package.changes)))


def _files(package: Package) -> None:
    columns: list[Column[File]] = [
        Column(
            text.FILE, lambda file: f"{escape(file.name)}<small><code>{escape(file.sha256)}</code></small>", text.SHA256
        ),
        Column(text.ROWS, lambda file: formats.count(file.rows), is_number=True),
        Column(text.SIZE, lambda file: text.size(file.bytes), is_number=True),
    ]
    rows = [*package.files, File(text.MANIFEST, None, 0, package.sha256)]
    st.html(html_table(package.name, columns, rows))
    st.caption(text.IS_WHOLE)
