"""What surrounds every page: its style sheet, its language, its heading, or a notice in its place."""

from __future__ import annotations

from html import escape
from pathlib import Path

import streamlit as st

from streamlit_app import colours
from streamlit_app.page import Page
from streamlit_app.text import app, source
from streamlit_app.view import View

_STYLE = Path(__file__).with_name("style.css")
_COLOURS = "".join(
    f"--{name.lower().replace('_', '-')}: {value};" for name, value in vars(colours).items() if name.isupper()
)


def style() -> None:
    """The style sheet, and the language for screen readers, that of Streamlit's link to the content too."""
    st.html(f"<style>:root {{{_COLOURS}}}\n{_STYLE.read_text(encoding='utf-8')}</style>")
    st.html(
        f"""
        <script>
        document.documentElement.lang = 'nb';
        const skip = document.querySelector('[data-testid="stSkipToContent"]');
        if (skip) skip.textContent = '{app.SKIP}';
        </script>
        """,
        unsafe_allow_javascript=True,
    )


def notice(what: str, advice: str) -> None:
    """A page without figures: why there are none, and what to do about it."""
    st.title(what, anchor=False)
    st.markdown(advice)


def heading(page: Page, view: View) -> None:
    """The question, and the line that says what the answers are about and where they come from."""
    st.title(page.question(view), anchor=False)
    if not page.says_source:
        said = source.period_and_source(view.release, page.covers or view.period.name, view.org.name)
        source_line(said, is_synthetic=view.release.is_synthetic)


def source_line(said: str, *, is_synthetic: bool) -> None:
    """What stands below a title: what the answers are about, and where they come from."""
    synthetic = (
        f'<strong class="synthetic" title="{app.SYNTHETIC_MEANING}">{app.SYNTHETIC}</strong>' if is_synthetic else ""
    )
    st.html(f'<p class="source">{escape(said)} {synthetic}</p>')
