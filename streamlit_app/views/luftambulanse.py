"""Luftambulanse: what became of the air ambulance's missions, by vehicle, category, cause, season and base?"""

from __future__ import annotations

from html import escape

import streamlit as st

from streamlit_app import choices, formats
from streamlit_app.analysis import figures, places
from streamlit_app.analysis.places import Comparison
from streamlit_app.charts.bars import Bar, bars
from streamlit_app.data import air, kpis, registry
from streamlit_app.data.air import Outcomes
from streamlit_app.exhibits import cards, exhibit, place_ranking, season, segments, trend
from streamlit_app.exhibits.exhibit import Exhibit
from streamlit_app.page import Page
from streamlit_app.records import Measure
from streamlit_app.tables import Column, Table
from streamlit_app.text import luftambulanse as text
from streamlit_app.text.registry import SEGMENTS
from streamlit_app.view import COUNTRY, View
from streamlit_app.views import luftambulanse_levert

VEHICLES = ("helicopter", "plane", "rescue_helicopter", "rapid_response_car")
MISSIONS, COMPLETED, ABORTED, DECLINED, ACTIVATION, RESPONSE = (
    "air_missions", "air_missions_completed_share", "air_missions_aborted_share", "air_missions_declined_share",
    "air_activation_time_median_s", "air_response_time_median_s",
)  # fmt: skip


def _show(chosen: View) -> None:
    view = chosen.of(choices.segment(text.VEHICLE, ("all", *VEHICLES), "fartoy"))
    st.caption(text.WHAT)
    headline = figures.figures(
        view, [Measure(kpi, view.segment) for kpi in (MISSIONS, COMPLETED, ACTIVATION, RESPONSE)]
    )
    missions = headline[0].value
    if not view.org.is_country and (missions is None or (missions.is_complete and not missions.value)):
        st.info(text.none(view.org.name, view.segment, view.period.name))
        return
    cards.cards(headline)
    compared = _compared(view)
    said = [_outcomes(view), place_ranking.sentence(compared, text.BASES) if compared.country is not None else ""]
    st.markdown(" ".join(one for one in said if one))
    measure = choices.measure(view, [MISSIONS, COMPLETED, ABORTED, DECLINED, ACTIVATION, RESPONSE], "oppdragstall")
    with st.grid(2, min_column_width=330):
        for part in (trend.exhibit(view, measure), season.exhibit(view, measure)):
            with st.container():
                exhibit.show(view, part)
    exhibit.show(view, causes(view))
    kpi_ids = (MISSIONS, COMPLETED, ABORTED, DECLINED, ACTIVATION, RESPONSE)
    exhibit.show(
        view.of("all"),
        segments.exhibit(
            view,
            (*VEHICLES, "all"),
            kpi_ids,
            key="fartoyer",
            title=text.VEHICLES_TITLE,
            heading=text.VEHICLE,
            headings=text.HEADINGS,
        ),
    )
    exhibit.show(view, categories(view))
    exhibit.show(
        compared.view, place_ranking.exhibit(compared, text.BASES, f"baser-{view.segment}", note=text.BASES_NOTE)
    )


def _outcomes(view: View) -> str:
    shares = kpis.values(
        view.source, [Measure(kpi, view.segment) for kpi in (COMPLETED, ABORTED, DECLINED)], view.org, [view.period]
    )
    completed, aborted, declined = (
        found.value if (found := shares.get((Measure(kpi, view.segment), view.period))) else None
        for kpi in (COMPLETED, ABORTED, DECLINED)
    )
    if completed is None or aborted is None or declined is None:
        return ""
    why = {cause: missions for (outcome, cause), missions in air.causes(view).items() if outcome == "declined"}
    first = max(why, key=lambda cause: why[cause], default="")
    part = why[first] / sum(why.values()) if first else 0.0
    return text.sentence(completed, aborted, declined, text.CAUSES.get(first, first), part)


def _compared(view: View) -> Comparison:
    """The country's bases, whatever is chosen: a base is seen among its peers.

    All vehicles together have no country's value to be held against: their missions differ, and a base has not all.
    """
    ranked, *others = (
        Measure(kpi, view.segment) for kpi in (COMPLETED, MISSIONS, ABORTED, DECLINED, ACTIVATION, RESPONSE)
    )
    country = kpis.values(view.source, [ranked], COUNTRY, [view.period])
    found = air.by_base(view.source, [ranked, *others], view.period)
    return places.comparison(
        view,
        (
            (base.base_id, _name(base), _vehicle(base.vehicle), found[base.base_id])
            for base in air.bases(view.source)
            if base.base_id in found
        ),
        ranked,
        others,
        country=None if view.segment == "all" else country.get((ranked, view.period)),
        chosen=() if view.org.is_country else view.org.org_ids,
    )


def _name(base: air.Base) -> str:
    """Several places have more than one base, each with its vehicle."""
    return f"{base.name} ({SEGMENTS.get(base.vehicle, base.vehicle)})"


def _vehicle(vehicle: str) -> str:
    name = SEGMENTS.get(vehicle, vehicle)
    return name[:1].upper() + name[1:]


def causes(view: View) -> Exhibit:
    """Declined and aborted missions by cause, most missions first."""
    found = air.causes(view)
    total = sum(one.missions for one in air.outcomes(view)) or 1
    rows = list(found.items())
    columns: list[Column[tuple[tuple[str, str], int]]] = [
        Column(text.CAUSE, lambda row: escape(_cause(row[0])), raw=lambda row: _cause(row[0])),
        Column(text.MISSIONS, lambda row: formats.count(row[1]), raw=lambda row: row[1], is_number=True),
        Column(
            text.OF_ALL, lambda row: formats.share(row[1] / total), raw=lambda row: row[1] / total, is_number=True
        ),
    ]  # fmt: skip
    drawn = [Bar(_cause(key), n, f"{formats.count(n)} ({formats.share(n / total)})") for key, n in rows]
    return Exhibit(
        key=f"arsaker-{view.segment}",
        title=text.CAUSES_TITLE,
        table=Table(text.causes_caption(view.org.name, view.period.name), columns, rows),
        definitions=[registry.definition(view.source, kpi, view.period.first) for kpi in (DECLINED, ABORTED)],
        chart=bars(drawn) if drawn else None,
        alt=text.causes_description(),
        note=text.CAUSES_NOTE,
        empty=text.NO_CAUSES,
    )


def _cause(key: tuple[str, str]) -> str:
    outcome, cause = key
    return f"{text.OUTCOMES.get(outcome, outcome)}: {text.CAUSES.get(cause, cause)}"


def categories(view: View) -> Exhibit:
    """Missions by vehicle and category, with how they ended."""

    def share(part: str) -> Column[Outcomes]:
        return Column(
            text.OUTCOMES[part], lambda row: formats.share(getattr(row, part) / row.missions),
            raw=lambda row: getattr(row, part) / row.missions, is_number=True,
        )  # fmt: skip

    columns: list[Column[Outcomes]] = [
        Column(
            text.VEHICLE, lambda row: escape(f"{_vehicle(row.vehicle)}: {_category(row)}"),
            raw=lambda row: _vehicle(row.vehicle),
        ),
        Column(text.CATEGORY, None, raw=_category),
        Column(text.MISSIONS, lambda row: formats.count(row.missions), raw=lambda row: row.missions, is_number=True),
        share("completed"),
        share("aborted"),
        share("declined"),
    ]  # fmt: skip
    return Exhibit(
        key=f"oppdragstyper-{view.segment}",
        title=text.CATEGORIES_TITLE,
        table=Table(text.categories_caption(view.org.name, view.period.name), columns, air.outcomes(view)),
        definitions=[registry.definition(view.source, kpi, view.period.first) for kpi in (MISSIONS, COMPLETED)],
    )


def _category(row: Outcomes) -> str:
    return text.CATEGORIES.get(row.category, row.category).lower()


PAGE = Page(
    path="luftambulanse",
    menu=text.MENU,
    question=lambda view: text.question(view.is_over),
    show=_show,
    for_outsiders=luftambulanse_levert.OUTSIDERS,
    units="bases",
)
