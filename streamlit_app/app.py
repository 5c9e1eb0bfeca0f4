"""The dashboard's entry: find the release, read the filter bar, hand the view to the page that was asked for."""

from __future__ import annotations

import logging
from functools import partial

import streamlit as st

from dagster_project.settings import Settings
from streamlit_app import access, filters, formats, frame
from streamlit_app.access import AccessRefusedError, Source
from streamlit_app.data.calendar import calendar
from streamlit_app.navigation import PAGES
from streamlit_app.page import Page
from streamlit_app.period import Period
from streamlit_app.release import Release, ReleaseUnreadableError, find_release
from streamlit_app.text import app as text
from streamlit_app.view import View

_log = logging.getLogger(__name__)


def main() -> None:
    """One rerun: the release is found once, so that everything on the page is of the same one."""
    st.set_page_config(page_title=text.APP, layout="wide")
    frame.style()
    viewer = access.current_viewer()
    try:
        release = find_release(Settings.from_environment().current)
    except ReleaseUnreadableError:
        _log.exception("the current release cannot be read")
        frame.notice(*text.UNREADABLE_RELEASE)
        return
    source = Source(release, viewer) if release else None
    pages = [
        st.Page(partial(_show, page, source), title=page.menu, url_path=page.path, default=page is PAGES[0])
        for page in PAGES
        if viewer.may_open(page.path)
    ]
    st.navigation(pages, position="top").run()


def _show(page: Page, source: Source | None) -> None:
    if source is None:
        frame.notice(*text.NO_RELEASE)
        return
    try:
        _draw(page, source)
    except AccessRefusedError as refused:
        _log.warning("refused on %s: %s", page.path, refused)
        frame.notice(*text.REFUSED)
    except ReleaseUnreadableError:
        _log.exception("release %s cannot be read", source.release.release_id)
        frame.notice(*text.UNREADABLE_RELEASE)


def _draw(page: Page, source: Source) -> None:
    top = st.container()
    known = calendar(source)
    if page.covers is None:
        view = filters.bar(source, known, page.lines)
    else:
        view = View(source, known.days or _day_of(source.release))
    if view is None:
        frame.notice(*text.EMPTY_RELEASE)
        return
    with top:
        frame.heading(page, view)
    page.show(view)


def _day_of(release: Release) -> Period:
    built_on = formats.local(release.built_at).date()
    return Period(built_on, built_on)


main()
