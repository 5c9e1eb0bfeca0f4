"""The dashboard's entry: find the release, hand it to the page that was asked for."""

from __future__ import annotations

import logging
from functools import partial

import streamlit as st

from dagster_project.settings import Settings
from streamlit_app import components, text
from streamlit_app.navigation import PAGES, Page
from streamlit_app.release import Release, ReleaseUnreadableError, find_release

_log = logging.getLogger(__name__)


def main() -> None:
    """One rerun: the release is found once, so that everything on the page is of the same one."""
    st.set_page_config(page_title=text.APP, layout="wide")
    components.frame()
    try:
        release = find_release(Settings.from_environment().current)
    except ReleaseUnreadableError:
        _log.exception("the current release cannot be read")
        components.notice(*text.UNREADABLE_RELEASE)
        return
    pages = [
        st.Page(partial(_show, page, release), title=page.title, url_path=page.path, default=page is PAGES[0])
        for page in PAGES
    ]
    st.navigation(pages, position="top").run()


def _show(page: Page, release: Release | None) -> None:
    if release is None:
        components.notice(*text.NO_RELEASE)
        return
    try:
        page.view(release)
    except ReleaseUnreadableError:
        _log.exception("release %s cannot be read", release.release_id)
        components.notice(*text.UNREADABLE_RELEASE)


main()
