"""The filter bar: the same on every page, kept when the page changes, and in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from streamlit_app.access import Source
from streamlit_app.data import air, organisations
from streamlit_app.data.calendar import Calendar
from streamlit_app.page import Units
from streamlit_app.period import Period, PeriodType
from streamlit_app.text import filters as text
from streamlit_app.view import COUNTRY, Organisation, View

TYPE, FROM, TO, ORG, BASE, LINE = "periode", "fra", "til", "enhet", "base", "nummer"
"""Names in the address; the chosen period has one for each type."""
PERIOD_KEYS: dict[PeriodType, str] = {
    "day": "dag", "week": "uke", "month": "maned", "tertial": "tertial", "year": "aar",
}  # fmt: skip
_LAST_SEEN = "_last_period"
_FIRST_TYPE: PeriodType = "month"


def bar(source: Source, calendar: Calendar, lines: Sequence[str] = (), units: Units = "rooms") -> View | None:
    """Draw the bar and read it; None when the warehouse has no figures to choose among.

    What the address asks for and the release has not, is said in one line, and the usual is shown instead.
    """
    days = calendar.days
    if days is None:
        return None
    known = _bases(source) if units == "bases" else organisations.organisations(source)
    ignored = _ignored(calendar, {BASE if units == "bases" else ORG: known}, lines)
    with st.container(key="filters", horizontal=True, vertical_alignment="bottom"):
        period, note = _period(calendar, days)
        org = _chosen(source, known, units, period)
        segment = _line(lines) if lines else "all"
    for said in (text.not_understood(ignored) if ignored else "", note):
        if said:
            st.info(said)
    st.session_state[_LAST_SEEN] = period
    _prepare_others(calendar, days, period)
    return View(source, period, org, segment)


def _period(calendar: Calendar, days: Period) -> tuple[Period, str]:
    offered: list[PeriodType] = [kind for kind in PERIOD_KEYS if calendar.periods[kind]]
    options: list[PeriodType] = [*offered, *(["range"] if "day" in offered else [])]  # type: ignore[list-item]
    _begin_with(TYPE, _FIRST_TYPE if _FIRST_TYPE in options else options[0])
    kind = st.segmented_control(
        text.PERIOD_TYPE, options, format_func=text.TYPES.__getitem__, required=True, key=TYPE, bind="query-params"
    )
    kind = kind or options[0]
    before: Period | None = st.session_state.get(_LAST_SEEN)
    if kind == "range":
        return _from_to(days, before or calendar.newest("month") or days)
    usual = _usual(calendar, kind, before)
    if kind == "day":
        chosen = _day(text.TYPES["day"], PERIOD_KEYS["day"], usual.last, days)
        return Period(chosen, chosen, "day"), ""
    _begin_with(PERIOD_KEYS[kind], usual)
    period = st.selectbox(
        text.TYPES[kind], calendar.periods[kind], index=None, format_func=_period_name, required=True,
        key=PERIOD_KEYS[kind], bind="query-params", width=200,
    )  # fmt: skip
    return period or usual, ""


def _usual(calendar: Calendar, kind: PeriodType, before: Period | None) -> Period:
    """The period that a type begins with: the newest one within what was looked at before."""
    return (before and calendar.newest(kind, before.last)) or calendar.newest(kind) or calendar.periods[kind][0]


def _prepare_others(calendar: Calendar, days: Period, period: Period) -> None:
    """What the other types will begin with, one run ahead: of a widget that is new and has its first value in the same
    run, Streamlit tells the address nothing.
    """
    shown = st.session_state[TYPE]
    for kind, key in PERIOD_KEYS.items():
        if kind != shown and calendar.periods[kind]:
            usual = _usual(calendar, kind, period)
            st.session_state[key] = usual.last if kind == "day" else usual
    if shown != "range":
        st.session_state[FROM], st.session_state[TO] = max(period.first, days.first), min(period.last, days.last)


def _from_to(days: Period, usual: Period) -> tuple[Period, str]:
    first = _day(text.FROM, FROM, max(usual.first, days.first), days)
    last = _day(text.TO, TO, min(usual.last, days.last), days)
    if last < first:
        return Period(last, first), text.SWAPPED
    return Period(first, last), ""


def _day(label: str, key: str, usual: date, days: Period) -> date:
    if not days.first <= (st.session_state.get(key) or usual) <= days.last:
        del st.session_state[key]
    _begin_with(key, usual)
    chosen = st.date_input(
        label, None, days.first, days.last, format=text.DATE_FORMAT, key=key, bind="query-params", width=150
    )
    return chosen if isinstance(chosen, date) else usual


def _line(lines: Sequence[str]) -> str:
    _begin_with(LINE, lines[0])
    return st.segmented_control(text.LINE, lines, required=True, key=LINE, bind="query-params") or lines[0]


def _begin_with(key: str, value: object) -> None:
    """What a widget shows at first. Not by its default, which a link would leave out: next month the same link would
    show another. What the address says wins over this. Set again on every run, the value gets into the address, also
    where nobody has touched the widget.
    """
    kept = st.session_state.get(key)
    st.session_state[key] = value if kept is None else kept


def _chosen(source: Source, known: Sequence[Organisation], units: Units, period: Period) -> Organisation:
    if units == "country":
        return COUNTRY
    if units == "bases":
        base = st.selectbox(
            text.BASE, known, index=None, format_func=_name, key=BASE, bind="query-params",
            placeholder=text.EVERY_BASE, width=280,
        )  # fmt: skip
        return base or COUNTRY
    chosen = st.multiselect(
        text.ORGANISATION, known, format_func=_name, key=ORG, bind="query-params", placeholder=text.COUNTRY,
        width=380, select_all=False,
    )  # fmt: skip
    return _organisation(source, chosen, period)


def _bases(source: Source) -> list[Organisation]:
    return [Organisation("base", (base.base_id,), text.base(base.name, base.vehicle)) for base in air.bases(source)]


def _organisation(source: Source, chosen: Sequence[Organisation], period: Period) -> Organisation:
    if not chosen:
        return COUNTRY
    if len(chosen) == 1:
        return chosen[0]
    rooms = organisations.rooms_within(source, tuple(chosen), period.last)
    return Organisation("selection", rooms, text.several([org.name for org in chosen]))


def _ignored(calendar: Calendar, known: Mapping[str, Sequence[Organisation]], lines: Sequence[str]) -> list[str]:
    """The names in the address whose values the release does not have."""
    days = calendar.days
    valid: dict[str, set[str]] = {
        TYPE: set(text.TYPES.values()),
        **{key: {_name(org) for org in orgs} for key, orgs in known.items()},
        **{key: {period.name for period in calendar.periods[kind]} for kind, key in PERIOD_KEYS.items()},
        **({LINE: set(lines)} if lines else {}),
    }
    valid["dag"] = {period.first.isoformat() for period in calendar.periods["day"]}
    wrong = [
        key
        for key, values in valid.items()
        if key not in st.session_state and set(st.query_params.get_all(key)) - values
    ]
    for key in (FROM, TO):
        asked = st.query_params.get(key)
        if asked and key not in st.session_state and not (days and _is_within(asked, days)):
            wrong.append(key)
    return wrong


def _is_within(asked: str, days: Period) -> bool:
    try:
        return days.first <= date.fromisoformat(asked) <= days.last
    except ValueError:
        return False


def _name(org: Organisation) -> str:
    return org.name


def _period_name(period: Period) -> str:
    return period.name
