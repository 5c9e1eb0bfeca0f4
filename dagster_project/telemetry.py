"""Keep every tool that nodstat stands on from telling its makers how it is used. Nothing is sent but set-up alerts."""

from __future__ import annotations

import os

_OFF = {
    "DO_NOT_TRACK": "1",
    "DAGSTER_DISABLE_TELEMETRY": "1",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "GX_ANALYTICS_ENABLED": "false",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
}


def turn_off() -> None:
    """For this process and all that it starts; whatever the environment said before."""
    os.environ |= _OFF
