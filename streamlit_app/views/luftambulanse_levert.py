"""Luftambulanse as LAT sees it: the figures of the packages that were delivered to it, and no others.

So the dashboard tells nothing that a package has not told, and what is hidden there cannot be worked out here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from streamlit_app import addresses, choices, frame
from streamlit_app.analysis import told
from streamlit_app.analysis.told import KeyFigures
from streamlit_app.data import packages
from streamlit_app.data.packages import PackageSpoiltError
from streamlit_app.data.tries import ShelfError
from streamlit_app.exhibits import exhibit, package_card
from streamlit_app.exhibits import told_parts as parts
from streamlit_app.page import Page
from streamlit_app.period import Period
from streamlit_app.text import luftambulanse as words
from streamlit_app.text import luftambulanse_levert as text
from streamlit_app.view import View

KPIS = (
    told.MISSIONS, "air_missions_completed_share", "air_missions_aborted_share", "air_missions_declined_share",
    told.ACTIVATION, told.RESPONSE,
)  # fmt: skip
HEADLINE = (KPIS[0], KPIS[1], *KPIS[4:])
MISSIONS, COMPLETED, ABORTED, DECLINED = KPIS[:4]
VEHICLES = ("all", "helicopter", "plane", "rescue_helicopter", "rapid_response_car")
_PERIODS = 13
"""How many a trend has."""


def _show(whole: View) -> None:
    source = whole.source
    try:
        delivered = {one.period: one for one in packages.packages(source) if one.is_newest}
        if not delivered:
            package_card.none(source)
            return
        names = {period.name: period for period in delivered}
        period = names[choices.one_of(text.PERIOD, list(names), "levert")]
        wanted = {*period.trailing(_PERIODS), period.year_before}
        read = {then: told.key_figures(source, one) for then, one in delivered.items() if then in wanted}
    except ShelfError:
        package_card.unreadable()
    except PackageSpoiltError:
        package_card.spoilt()
    else:
        frame.source_line(text.source(delivered[period]), is_synthetic=delivered[period].is_synthetic)
        known = {then: one for then, one in read.items() if one is not None}
        if period in known:
            _figures(replace(whole, period=period), known)
        else:
            st.info(text.NO_TABLES)
            package_card.card(source, delivered[period])


def _figures(whole: View, known: Mapping[Period, KeyFigures]) -> None:
    now = known[whole.period]
    segments = now.segments(MISSIONS, VEHICLES)
    view = whole.of(choices.segment(words.VEHICLE, segments or VEHICLES[:1], "fartoy"))
    st.caption(words.WHAT)
    with st.grid(len(HEADLINE), min_column_width=230):
        for kpi_id in HEADLINE:
            with st.container(border=True, height="stretch", gap="xsmall"):
                parts.card(view, now, known, kpi_id)
    if said := _ended(now, view.segment):
        st.markdown(said)
    st.caption(text.hidden(now.package.threshold))
    exhibit.show(view, parts.vehicles(view, now, segments, KPIS))
    if now.missing:
        st.info(text.missing(now.missing))
    periods = [known[then] for then in sorted(known) if then <= view.period and then in view.period.trailing(_PERIODS)]
    with st.grid(2, min_column_width=330):
        with st.container():
            st.subheader(text.BASES_TITLE, anchor=False)
            of_bases = now.of_bases(view.segment)
            measure = choices.measure(view, of_bases or KPIS[:1], "basetall")
            exhibit.below(view, parts.bases(view, now, measure, of_bases))
        with st.container():
            st.subheader(text.TREND_TITLE, anchor=False)
            exhibit.below(view, parts.trend(view, periods, choices.measure(view, KPIS, "oppdragstall")))
            if now.others:
                st.subheader(text.EVERY_TABLE, anchor=False)
            for table in now.others:
                exhibit.folded(view, parts.other(view, now, table))
    st.html(f'<a class="definition" href="{addresses.EXTRACTS}" target="_self">{text.TO_PACKAGES}</a>')


def _ended(now: KeyFigures, segment: str) -> str:
    """How missions ended, where the package tells all of it."""
    match [now.value(kpi_id, segment) for kpi_id in (COMPLETED, ABORTED, DECLINED)]:
        case [float(completed), float(aborted), float(declined)]:
            return words.sentence(completed, aborted, declined, "", 0.0)
        case _:
            return ""


OUTSIDERS = Page(
    path="luftambulanse",
    menu=words.MENU,
    question=lambda view: words.question(is_over=True),
    show=_show,
    covers=text.PERIOD,
    says_source=True,
)
