"""Who has logged in, in this session, by OpenID Connect; and what asks them to, or lets them leave."""

from __future__ import annotations

import time

import streamlit as st

from streamlit_app import access, frame
from streamlit_app.access import Grant, Viewer
from streamlit_app.page import Page
from streamlit_app.text import access as text


class LoginNeededError(Exception):
    """Nobody has logged in, or too long ago."""

    def __init__(self, *, is_expired: bool) -> None:
        super().__init__()
        self.is_expired = is_expired


def granted(role_claim: str, session_hours: int) -> Grant:
    """What the session's identity token says. Raises LoginNeededError without one, or when it is older than that."""
    claims = st.user.to_dict()
    if not claims.get("is_logged_in"):
        raise LoginNeededError(is_expired=False)
    issued_at = claims.get("iat")
    # Streamlit's cookie lasts thirty days, far longer than a role may.
    if not isinstance(issued_at, int | float) or time.time() - issued_at > session_hours * 3600:
        raise LoginNeededError(is_expired=True)
    return access.grant(claims, role_claim)


def ask(needed: LoginNeededError, _page: Page) -> None:
    """The page of whoever has not logged in, whatever its address."""
    frame.notice(*(text.EXPIRED if needed.is_expired else text.LOGIN_NEEDED))
    st.button(text.LOG_IN, type="primary", on_click=st.login)


def bar(viewer: Viewer) -> None:
    """Who is logged in, and the way out."""
    with st.container(key="viewer", horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        st.caption(text.who(viewer.roles, viewer.units), width="content")
        st.button(text.LOG_OUT, type="tertiary", on_click=st.logout)


def no_role() -> None:
    """The page of whoever has logged in but may see nothing, whatever its address."""
    frame.notice(*text.NO_ROLE)
    st.button(text.LOG_OUT, on_click=st.logout)
