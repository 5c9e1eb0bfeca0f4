"""The dashboard's entry: find the release, read the filter bar, hand the view to the page that was asked for."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dagster_project.settings import Settings
from streamlit_app import access_log, filters, formats, frame, login, newer
from streamlit_app.access import EVERYBODY, AccessRefusedError, Source, Viewer
from streamlit_app.data import organisations, viewers
from streamlit_app.data.calendar import calendar
from streamlit_app.navigation import PAGES
from streamlit_app.page import Page
from streamlit_app.period import Period
from streamlit_app.release import Release, ReleaseUnreadableError, find_release
from streamlit_app.text import access, app
from streamlit_app.view import View

_log = logging.getLogger(__name__)
_REFUSED = "_refused"


def main() -> None:
    """One rerun: the release is found once, so that everything on the page is of the same one."""
    st.set_page_config(page_title=app.APP, layout="wide")
    frame.style()
    settings = Settings.from_environment()
    try:
        release = find_release(settings.current)
        viewer = _viewer(settings, release)
    except login.LoginNeededError as needed:
        _everywhere(partial(login.ask, needed))
    except ReleaseUnreadableError:
        _log.exception("the current release cannot be read")
        frame.notice(*app.UNREADABLE_RELEASE)
    else:
        newer.watch(release, settings.current)
        if viewer.roles:
            _pages(settings, viewer, Source.of(release, viewer) if release else None)
        else:
            _everywhere(partial(_no_role, settings, viewer))


def _viewer(settings: Settings, release: Release | None) -> Viewer:
    if settings.login is None:
        return EVERYBODY
    granted = login.granted(settings.login.role_claim, settings.login.session_hours)
    if release is None:
        return Viewer(granted.subject, granted.roles, frozenset())
    viewer, unknown = viewers.viewer(release, granted)
    for unit in unknown:
        _refuse(settings, viewer, "", f"unknown unit {unit}")
    return viewer


def _everywhere(show: Callable[[Page], None]) -> None:
    """The same at every address."""
    pages = [st.Page(partial(show, page), title=page.menu, url_path=page.path) for page in PAGES]
    st.navigation(pages, position="hidden").run()


def _no_role(settings: Settings, viewer: Viewer, page: Page) -> None:
    _refuse(settings, viewer, page.path, "page: no role")
    login.no_role()


def _pages(settings: Settings, viewer: Viewer, source: Source | None) -> None:
    """The menu has what the viewer may open. What they may not has its address too, where they are told so."""
    pages = {
        page.path: st.Page(
            partial(_show, settings, page, viewer, source), title=page.menu,
            url_path=None if page is PAGES[0] else page.path, default=page is PAGES[0],
            visibility="visible" if viewer.may_open(page.path) else "hidden",
        )
        for page in PAGES
    }  # fmt: skip
    # Where the dashboard opens has no name in its address; who writes one, as all others have, gets there.
    named = st.Page(
        partial(_go, pages[PAGES[0].path]), title=PAGES[0].menu, url_path=PAGES[0].path, visibility="hidden"
    )
    chosen = st.navigation([*pages.values(), named], position="top")
    if viewer is not EVERYBODY:
        login.bar(viewer)
    if chosen is pages[PAGES[0].path] and not viewer.may_open(PAGES[0].path):
        # The dashboard's own address is no page that somebody asked for.
        st.switch_page(next(page for path, page in pages.items() if viewer.may_open(path)))
    chosen.run()


def _go(page: StreamlitPage) -> None:
    asked = [(name, value) for name in st.query_params for value in st.query_params.get_all(name)]
    st.switch_page(page, query_params=asked)


def _show(settings: Settings, page: Page, viewer: Viewer, source: Source | None) -> None:
    try:
        if not viewer.may_open(page.path):
            raise AccessRefusedError("page")
        if source is None:
            frame.notice(*app.NO_RELEASE)
        else:
            _draw(page, source)
    except AccessRefusedError as refused:
        _refuse(settings, viewer, page.path, str(refused))
        frame.notice(*app.REFUSED)
        st.html(f'<a href="." target="_self">{access.TO_START}</a>')
    except ReleaseUnreadableError:
        _log.exception("the current release cannot be read")
        frame.notice(*app.UNREADABLE_RELEASE)


def _draw(page: Page, source: Source) -> None:
    if source.viewer.is_outsider and page.for_outsiders:
        page = page.for_outsiders
    if closed := organisations.closed(source, st.query_params.get_all(filters.ORG)):
        raise AccessRefusedError(f"units {', '.join(org_id for org in closed for org_id in org.org_ids)}")
    top = st.container()
    known = calendar(source)
    if page.covers is None:
        view = filters.bar(source, known, page.lines, page.units)
    else:
        view = View(source, known.days or _day_of(source.release))
    if view is None:
        frame.notice(*app.EMPTY_RELEASE)
        return
    with top:
        frame.heading(page, view)
        if source.viewer.units and not source.viewer.sees_all:
            st.caption(access.limits(source.viewer.units))
    page.show(view)


def _refuse(settings: Settings, viewer: Viewer, page: str, what: str) -> None:
    """Log a visit that was refused: once a session, since a rerun is no visit."""
    seen: set[tuple[str, str]] = st.session_state.setdefault(_REFUSED, set())
    if (page, what) not in seen:
        seen.add((page, what))
        access_log.refused(settings.logs, viewer.name, viewer.role, page, what)


def _day_of(release: Release) -> Period:
    built_on = formats.local(release.built_at).date()
    return Period(built_on, built_on)


main()
