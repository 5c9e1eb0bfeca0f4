"""An open page finds a new release by itself, and shows it at once unless its reader is busy with it."""

from __future__ import annotations

import time
from pathlib import Path

import streamlit as st

from streamlit_app.release import Release
from streamlit_app.text import app as text

_EVERY_S = 20
_UNTOUCHED_S = 60
"""Who has not touched the page for so long, is not interrupted when its numbers change."""
_TOUCHED_AT = "_touched_at"


def watch(shown: Release | None, current: Path) -> None:
    """Look at the link `current` now and then.

    The page is drawn anew as a whole, never parts of it: all its numbers are of one release. A reader who has just
    chosen something is asked first.
    """
    st.session_state[_TOUCHED_AT] = time.monotonic()
    _look(shown.directory if shown else None, current)


@st.fragment(run_every=_EVERY_S)
def _look(shown: Path | None, current: Path) -> None:
    newest = _resolved(current)
    if newest in (None, shown):
        return
    if time.monotonic() - st.session_state[_TOUCHED_AT] >= _UNTOUCHED_S:
        st.rerun()
    with st.container(key="newer", horizontal=True, vertical_alignment="center"):
        st.markdown(text.NEWER, width="content")
        if st.button(text.SHOW_NEWER):
            st.rerun()


def _resolved(current: Path) -> Path | None:
    try:
        return current.resolve(strict=True)
    except OSError:
        return None
