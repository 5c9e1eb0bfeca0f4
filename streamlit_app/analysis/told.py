"""The air ambulance's key figures as packages have told them: values, what was hidden, and changes between packages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from streamlit_app import formats
from streamlit_app.access import COUNTRY_ID, Source
from streamlit_app.data import package_tables
from streamlit_app.data.package_tables import Hidden, PackageTable, Told
from streamlit_app.data.packages import Package
from streamlit_app.downloads import Cell
from streamlit_app.period import Period
from streamlit_app.text import luftambulanse_levert as text

_KEY_FIGURES, _MISSIONS, _TIMES = "nokkeltall", "oppdrag_per_base", "tider"
_TABLES = (_KEY_FIGURES, _MISSIONS, "utfall_og_arsak", "kategori", _TIMES)
_TOTAL = "all"
MISSIONS, ACTIVATION, RESPONSE = "air_missions", "air_activation_time_median_s", "air_response_time_median_s"
_OF_BASES = (MISSIONS, ACTIVATION, RESPONSE)
"""The key figures that a package may tell of its bases."""
_MEDIANS = {("activation", "median"): ACTIVATION, ("response", "median"): RESPONSE}
SYMBOL = ":"


@dataclass(frozen=True)
class KeyFigures:
    """The key figures of one package, for its own period."""

    package: Package
    values: Mapping[tuple[str, str, str], Told]
    """By KPI, organisation and segment."""
    bases: Mapping[str, str]
    """Names by id, in the order of the names."""
    others: Sequence[PackageTable]
    """The package's tables that have more than these."""
    missing: Sequence[str]
    """The tables that it should have and has not, by name."""

    def value(self, kpi_id: str, segment: str, org_id: str = COUNTRY_ID) -> Told:
        """A value; None where the package has none."""
        return self.values.get((kpi_id, org_id, segment))

    def segments(self, kpi_id: str, known: Sequence[str]) -> list[str]:
        """Those of the known segments that have anything in the country."""
        return [segment for segment in known if (kpi_id, COUNTRY_ID, segment) in self.values]

    def of_bases(self, segment: str) -> list[str]:
        """The KPIs that any base has in a segment, shown or hidden."""
        return [kpi_id for kpi_id in _OF_BASES if any((kpi_id, base, segment) in self.values for base in self.bases)]


@dataclass(frozen=True)
class Change:
    """How a value differs from another period's, or why the two are not compared."""

    then: Period
    amount: float | None
    """For a share the difference, for anything else the relative change."""
    reason: str = ""


def key_figures(source: Source, package: Package) -> KeyFigures | None:
    """The package's; None when it has no table of the country's. Raises as `package_tables.tables` does.

    A base's missions stand in a table of their own, and its medians among the times.
    """
    tables = package_tables.tables(source, package)
    if _KEY_FIGURES not in tables:
        return None
    missions = list(_of_bases(tables, _MISSIONS))
    values = {
        (str(row["kpi_id"]), COUNTRY_ID, str(row["segment"])): row["value"]
        for row in tables[_KEY_FIGURES].rows
        if row["org_id"] == COUNTRY_ID
    }
    values |= {(MISSIONS, str(row["base_id"]), str(row["vehicle"])): row["missions"] for row in missions}
    values |= {
        (kpi_id, str(row["base_id"]), str(row["vehicle"])): row["seconds"]
        for row in _of_bases(tables, _TIMES)
        if (kpi_id := _MEDIANS.get((str(row["time"]), str(row["statistic"]))))
    }
    names = {(str(row["base_name"]), str(row["base_id"])) for row in missions}
    return KeyFigures(
        package,
        values,
        {base_id: name for name, base_id in sorted(names, key=lambda one: alphabetical(one[0]))},
        [table for name, table in tables.items() if name not in (_KEY_FIGURES, _MISSIONS)],
        [name for name in _TABLES if name not in tables],
    )


def _of_bases(tables: Mapping[str, PackageTable], name: str) -> Iterator[Mapping[str, Told]]:
    """A table's rows but the country's; none of a table that is not there."""
    if name in tables:
        yield from (row for row in tables[name].rows if row["base_id"] != _TOTAL)


def alphabetical(name: str) -> str:
    """What names are sorted by: æ, ø and å come last, in this order."""
    return name.lower().translate(str.maketrans("æøå", "{|}"))


def change(unit: str, then: Period, new: Told, before: KeyFigures | None, old: Told) -> Change:
    """The change from an old value, of the package `before`, to a new one."""
    if isinstance(new, Hidden):
        return Change(then, None, text.IS_HIDDEN)
    if isinstance(old, Hidden):
        return Change(then, None, text.WAS_HIDDEN.format(then=then.name))
    if not isinstance(new, int | float) or not isinstance(old, int | float) or (unit != "share" and not old):
        return Change(then, None, (text.NOT_DELIVERED if before is None else text.NO_VALUE).format(then=then.name))
    return Change(then, new - old if unit == "share" else new / old - 1)


def shown(value: Told, unit: str) -> str:
    """A value as it is read."""
    if isinstance(value, Hidden):
        return SYMBOL
    return formats.value(value, unit) if isinstance(value, int | float) else formats.NOTHING


def raw(value: Told) -> Cell:
    """A value as files have it."""
    return SYMBOL if isinstance(value, Hidden) else value


def amount(value: Told) -> float:
    """How long a bar is."""
    return float(value) if isinstance(value, int | float) else 0.0
