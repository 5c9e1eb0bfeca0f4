"""The emergency numbers, each with the measure that its regulation sets a target for."""

from __future__ import annotations

from streamlit_app.records import Measure

IN_TIME = {
    "113": Measure("calls_answered_within_10s_share", "113"),
    "116117": Measure("calls_answered_within_2min_share", "116117"),
}
"""The legal requirement of each emergency number; the two have different denominators."""

WAIT_BINS = {"113": (1.0, 30.0), "116117": (30.0, 1200.0)}
"""Seconds a bar and seconds in all of the distribution of waits; the legal limit lies between two bars."""
