"""The suites of the plausibility gate: what a release must look like, in words and as Great Expectations' own rules.

Every bound stands here, with the evidence for it. An expectation of severity `error` holds the release back: only what
is certainly wrong. The rest is let pass and told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from dagster_project.dictionary.words import Text

LOW, HIGH = -6.0, 12.0
"""Standard deviations that a day's rows may lie below and above the usual. Over three synthetic years (4,700 days of
feeds) and a year of a real alarm log none left -4.5 to 4.5. Upwards there is more room: storms and accidents are real,
while a file delivered with every row twice lies 16 above."""
JUMP = 6.0
"""Standard deviations that a week's share or median may lie from the twelve weeks before."""
SILENCE = 12.0
"""Events that may be missing in a room's silence: a room of that rate is silent by chance once in 160,000 times."""
LOSS = 0.01
"""Share of a month's, or a table's, rows that may be gone since the previous release."""

Severity = Literal["error", "warn"]
BETWEEN = "expect_column_values_to_be_between"


@dataclass(frozen=True)
class Suite:
    """Expectations on one subject. `name` is also the frame's, where its expectations name no other."""

    name: str
    title: Text


@dataclass(frozen=True)
class Expectation:
    """One rule on one column of a frame of the profile."""

    name: str
    """The check's name, which `NODSTAT_ACCEPT` takes too."""
    suite: Suite
    table: str
    """The table of schema `marts` that the check stands on."""
    frame: str
    column: str
    bounds: Mapping[str, float]
    """`min_value`, `max_value`, or both; either is allowed itself."""
    severity: Severity
    title: Text
    rule: Text
    judged: Text
    """What the rows are."""
    outside: Text
    """What is said of a row that does not hold: its columns between braces."""
    remedy: Text
    columns: tuple[str, ...]
    """Those that the result page shows."""
    where: Mapping[str, Any] = field(default_factory=dict)
    """Columns and the value that rows must have to be judged here."""
    needs_rows: bool = False
    """Whether no row is a fault; else it is a lack of history."""
    is_lenient_with_synthetic: bool = False
    """Whether it only warns of synthetic deliveries."""

    @property
    def arguments(self) -> dict[str, Any]:
        """Those of Great Expectations' rule."""
        return {"column": self.column, **self.bounds}


_VOLUMES = Suite("volumes", Text("Volum", "Volume"))
_ROOMS = Suite("rooms", Text("Sentraler", "Rooms"))
_FIGURES = Suite("key_figures", Text("Nøkkeltall", "Key figures"))
_DELIVERIES = Suite("deliveries", Text("Leveranser", "Deliveries"))
_PREVIOUS = Suite("previous", Text("Mot forrige utgivelse", "Against the previous release"))

_JUMP_RULE = Text(
    "Siste hele uke mot medianen av de tolv før den, for landet og hver region. Avvik høyst 6 standardavvik, der "
    "standardavviket er minst {least}.",
    "The newest complete week beside the median of the twelve before, for the nation and each region. At most 6 "
    "standard deviations apart, of at least {least} each.",
)
_JUMP_OUTSIDE = Text(
    "{label} ({segment}, {org_id}) var {value} i uken fra {period_start}, vanlig er {usual}",
    "{label} ({segment}, {org_id}) was {value} in the week from {period_start}, usual is {usual}",
)
_JUMP_REMEDY = Text(
    "Se om noe har skjedd i virkeligheten, eller om kilden har endret hva den leverer.",
    "Find out whether something happened in reality, or the source has changed what it delivers.",
)
_JUMP_COLUMNS = ("label", "segment", "org_id", "period_start", "n", "value", "usual", "deviation")
_ACCEPT = Text(
    " Er endringen riktig, slippes den gjennom én gang med NODSTAT_ACCEPT={name} foran nodstat run.",
    " If the change is right, let it pass once with NODSTAT_ACCEPT={name} before nodstat run.",
)


def _jump(name: str, unit: str, title: Text, least: Text) -> Expectation:
    rule = Text(_JUMP_RULE.nb.format(least=least.nb), _JUMP_RULE.en.format(least=least.en))
    return Expectation(
        name=name,
        suite=_FIGURES,
        table="kpi_values",
        frame="key_figures",
        column="deviation",
        bounds={"min_value": -JUMP, "max_value": JUMP},
        severity="warn",
        title=title,
        rule=rule,
        judged=Text("nøkkeltall", "key figures"),
        outside=_JUMP_OUTSIDE,
        remedy=_JUMP_REMEDY,
        columns=_JUMP_COLUMNS,
        where={"unit": unit},
    )


EXPECTATIONS: tuple[Expectation, ...] = (
    Expectation(
        name="volume_is_as_usual",
        suite=_VOLUMES,
        table="delivery",
        frame="volumes",
        column="deviation",
        bounds={"min_value": LOW, "max_value": HIGH},
        severity="warn",
        title=Text("Volumet per kilde og ukedag er som vanlig", "Volume per feed and weekday is as usual"),
        rule=Text(
            "Rader per dag mot samme ukedag de tolv ukene før (helligdag som søndag), fra 6 standardavvik under til 12 "
            "over medianen. Gjelder de siste 28 dagene, og eldre dager som er endret.",
            "Rows per day beside the same weekday in the twelve weeks before (a public holiday as a Sunday), from 6 "
            "standard deviations below the median to 12 above. For the last 28 days, and older days that have changed.",
        ),
        judged=Text("dager", "days"),
        outside=Text(
            "{feed} {local_date}: {rows} rader, vanlig {low}–{high}",
            "{feed} {local_date}: {rows} rows, usual {low}–{high}",
        ),
        remedy=Text(
            "Se om leveransen er hel. En rettet leveranse med høyere _vN erstatter den.",
            "Find out whether the delivery is whole. A corrected one with a higher _vN replaces it.",
        ),
        columns=("feed", "local_date", "rows", "usual", "low", "high", "deviation"),
    ),
    Expectation(
        name="no_room_is_silent",
        suite=_ROOMS,
        table="dim_control_room",
        frame="rooms",
        column="expected",
        bounds={"max_value": SILENCE},
        severity="warn",
        title=Text("Ingen sentral som pleier å ha hendelser, er stille", "No room that usually has events is silent"),
        rule=Text(
            "Hendelser som skulle vært der siden sentralens siste: medianen av samme ukedag i åtte uker, summert over "
            "dagene uten. Høyst 12.",
            "Events that should be there since the room's last: the median of the same weekday in eight weeks, summed "
            "over the days without. At most 12.",
        ),
        judged=Text("sentraler og hendelsestyper", "rooms and kinds of event"),
        outside=Text(
            "{room}, {label}: ingen siden {last_date}, ventet {expected} på {silent_days} dager",
            "{room}, {label}: none since {last_date}, expected {expected} in {silent_days} days",
        ),
        remedy=Text(
            "Spør leverandøren. Er sentralen lagt ned, skal den ha valid_to i dbt/seeds/control_rooms.csv.",
            "Ask the supplier. A room that has closed needs its valid_to in dbt/seeds/control_rooms.csv.",
        ),
        columns=("room", "label", "last_date", "silent_days", "expected"),
    ),
    _jump(
        "shares_do_not_jump",
        "share",
        Text("Andeler gjør ikke sprang", "Shares do not jump"),
        Text("ett prosentpoeng", "one percentage point"),
    ),
    _jump(
        "medians_do_not_jump",
        "seconds",
        Text("Medianer gjør ikke sprang", "Medians do not jump"),
        Text("5 % av medianen", "5 % of the median"),
    ),
    Expectation(
        name="no_date_is_in_the_future",
        suite=_DELIVERIES,
        table="delivery",
        frame="dates",
        column="days_ahead",
        bounds={"max_value": 0},
        severity="error",
        title=Text("Ingen datoer i fremtiden", "No date is in the future"),
        rule=Text(
            "Siste hendelse og første dag i siste leveranse er ikke etter dagens dato, norsk tid. For syntetiske data "
            "bare en advarsel.",
            "The last event, and the first day of the last delivery, are not after today in Oslo. Only a warning for "
            "synthetic data.",
        ),
        judged=Text("kilder", "feeds"),
        outside=Text(
            "{feed} har data {days_ahead} dager frem i tid (hendelser til {event_date}, leveranse for {delivery_date})",
            "{feed} has data {days_ahead} days ahead (events until {event_date}, delivery of {delivery_date})",
        ),
        remedy=Text(
            "Sjekk maskinens klokke, og be leverandøren om en rettet leveranse med høyere _vN." + _ACCEPT.nb,
            "Check the machine's clock, and ask the supplier for a corrected delivery with a higher _vN." + _ACCEPT.en,
        ),
        columns=("feed", "event_date", "delivery_date", "days_ahead"),
        needs_rows=True,
        is_lenient_with_synthetic=True,
    ),
    Expectation(
        name="no_delivery_is_missing",
        suite=_DELIVERIES,
        table="data_status",
        frame="deliveries",
        column="missing",
        bounds={"max_value": 0},
        severity="warn",
        title=Text("Alle ventede leveranser er kommet", "Every expected delivery is there"),
        rule=Text(
            "Leveranser som skulle vært der til og med siste dag med data, og ikke er godtatt: ingen.",
            "Deliveries that should be there up to the last day with data, and have not been accepted: none.",
        ),
        judged=Text("kilder", "feeds"),
        outside=Text(
            "{feed} mangler {missing} av {expected} ({first_missing} til {last_missing})",
            "{feed} lacks {missing} of {expected} ({first_missing} to {last_missing})",
        ),
        remedy=Text(
            "Be leverandøren om dem, legg dem i kildens mappe, og kjør på nytt.",
            "Ask the supplier for them, put them into the feed's folder, and run again.",
        ),
        columns=("feed", "expected", "missing", "first_missing", "last_missing"),
        needs_rows=True,
    ),
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
        outside=Text(
            "{feed} {month}: {rows_now} rader, {rows_before} i forrige utgivelse (−{loss_share})",
            "{feed} {month}: {rows_now} rows, {rows_before} in the previous release (−{loss_share})",
        ),
        remedy=Text(
            "Finn ut hva som er borte: endret kontrakt, referansedata eller modell." + _ACCEPT.nb,
            "Find out what is gone: a changed contract, reference data or model." + _ACCEPT.en,
        ),
        columns=("feed", "month", "rows_before", "rows_now", "loss_share"),
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
        outside=Text(
            "{feed} {month}: {rows_now} rader, {rows_before} i forrige utgivelse (−{loss_share})",
            "{feed} {month}: {rows_now} rows, {rows_before} in the previous release (−{loss_share})",
        ),
        remedy=Text(
            "Se om den nye leveransen er hel.", "Find out whether the delivery that replaces the other is whole."
        ),
        columns=("feed", "month", "rows_before", "rows_now", "loss_share"),
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
