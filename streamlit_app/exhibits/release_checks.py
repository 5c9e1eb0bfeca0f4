"""The checks of a release as a list: those that remark on something first, with what it means for the figures."""

from __future__ import annotations

from html import escape

import streamlit as st

from streamlit_app.access import Source
from streamlit_app.release import Check
from streamlit_app.text import datakvalitet as text

_REPORT = "checks.html"
_PAGES = {_REPORT: text.CHECKS_REPORT, "index.html": text.DICTIONARY}
"""What lies in a release's docs/, in Norwegian."""


def show(source: Source) -> None:
    """The list, and the release's own pages to take away. The checks' page names rooms: it is for who may see all."""
    release = source.release
    st.subheader(text.CHECKS_TITLE, anchor=False)
    told = [check for check in release.checks if check.title or check.state == "warned"]
    rows = "".join(map(_row, sorted(told, key=lambda check: check.state != "warned")))
    st.html(f'<ul class="attention checks">{rows}</ul>')
    st.caption(text.passed_technical(len(release.checks) - len(told)))
    with st.container(horizontal=True, gap="small"):
        for name, label in _PAGES.items():
            page = release.docs / name
            if page.is_file() and (source.viewer.sees_all or name != _REPORT):
                file = f"nodstat_{release.release_id}_{name}"
                st.download_button(label, page.read_bytes, file, "text/html", key=name, on_click="ignore")


def _row(check: Check) -> str:
    is_warned = check.state == "warned"
    state = f'<strong class="{"below" if is_warned else "met"}">{text.WARNED_WORD if is_warned else text.PASSED_WORD}'
    own_name = check.name.rsplit(": ", 1)[-1]
    meaning = f"<p>{escape(text.MEANINGS.get(own_name, text.TECHNICAL_MEANING))}</p>" if is_warned else ""
    said = f"<p>{escape(check.detail)}</p>" if check.detail else ""
    return f"<li>{state}</strong><div><p>{escape(check.title or check.name)}</p>{said}{meaning}</div></li>"
