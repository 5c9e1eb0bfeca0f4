"""The gate's suite beside the previous release: nothing that was published is gone without a reason."""

from __future__ import annotations

from dagster_project.checks.expectation import ACCEPT, Expectation, Suite
from dagster_project.dictionary.words import Text

LOSS = 0.01
"""Share of a month's, or a table's, rows that may be gone since the previous release."""
_PREVIOUS = Suite("previous", Text("Mot forrige utgivelse", "Against the previous release"))
_MONTH = Text(
    "{feed} {month}: {rows_now} rader, {rows_before} i forrige utgivelse (−{loss_share})",
    "{feed} {month}: {rows_now} rows, {rows_before} in the previous release (−{loss_share})",
)
_COLUMNS = ("feed", "month", "rows_before", "rows_now", "loss_share")

LOSSES: tuple[Expectation, ...] = (
    Expectation(
        name="no_month_shrinks",
        suite=_PREVIOUS,
        table="kpi_values",
        frame="months",
        column="loss_share",
        bounds={"max_value": LOSS},
        severity="error",
        title=Text("Ingen publisert måned mister rader", "No published month loses rows"),
        rule=Text(
            "Rader per kilde og måned mot forrige utgivelse, i måneder der ingen leveranse er erstattet. Tap "
            "høyst 1 %.",
            "Rows per feed and month beside the previous release, in months of which no delivery was replaced. A "
            "loss of at most 1 %.",
        ),
        judged=Text("måneder", "months"),
        outside=_MONTH,
        remedy=Text(
            "Finn ut hva som er borte: endret kontrakt, referansedata eller modell." + ACCEPT.nb,
            "Find out what is gone: a changed contract, reference data or model." + ACCEPT.en,
        ),
        columns=_COLUMNS,
        where={"is_restated": False},
    ),
    Expectation(
        name="no_restated_month_shrinks",
        suite=_PREVIOUS,
        table="kpi_values",
        frame="months",
        column="loss_share",
        bounds={"max_value": LOSS},
        severity="warn",
        title=Text(
            "Ingen måned mister rader når leveranser erstattes", "No month loses rows when deliveries are replaced"
        ),
        rule=Text(
            "Rader per kilde og måned mot forrige utgivelse, i måneder der en leveranse er erstattet. Tap høyst 1 %.",
            "Rows per feed and month beside the previous release, in months of which a delivery was replaced. A "
            "loss of at most 1 %.",
        ),
        judged=Text("måneder", "months"),
        outside=_MONTH,
        remedy=Text(
            "Se om den nye leveransen er hel.", "Find out whether the delivery that replaces the other is whole."
        ),
        columns=_COLUMNS,
        where={"is_restated": True},
    ),
    Expectation(
        name="no_table_shrinks",
        suite=_PREVIOUS,
        table="kpi_values",
        frame="tables",
        column="loss_share",
        bounds={"max_value": LOSS},
        severity="warn",
        title=Text("Ingen tabell mister rader", "No table loses rows"),
        rule=Text(
            "Rader per tabell mot forrige utgivelse. Tap høyst 1 %.",
            "Rows per table beside the previous release. A loss of at most 1 %.",
        ),
        judged=Text("tabeller", "tables"),
        outside=Text(
            "{table}: {rows_now} rader, {rows_before} i forrige utgivelse (−{loss_share})",
            "{table}: {rows_now} rows, {rows_before} in the previous release (−{loss_share})",
        ),
        remedy=Text(
            "Finn ut om referansedata eller modellen er endret med vilje.",
            "Find out whether reference data or the model were changed on purpose.",
        ),
        columns=("table", "rows_before", "rows_now", "loss_share"),
    ),
)
