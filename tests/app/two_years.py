"""Two years that look like the real ones: 16 AMK, 14 LVS, 24 months, the published totals of 2025. Always the same."""

from __future__ import annotations

from datetime import date
from math import pi, sin
from random import Random

from tests.app.releases import Fact, RoomFact

OSLO, INLAND, SOUTH = "Oslo universitetssykehus", "Sykehuset Innlandet", "Sørlandet sykehus"
EAST, WEST, MIDDLE, NORTH = "Helse Sør-Øst RHF", "Helse Vest RHF", "Helse Midt-Norge RHF", "Helse Nord RHF"

# Room, calls to 113 a month, share within 10 s.
AMK = (
    (RoomFact("AMK-OSL", "AMK Oslo", "amk", OSLO, EAST), 11200, 0.874),
    (RoomFact("AMK-VTE", "AMK Vestfold og Telemark", "amk", "Sykehuset i Vestfold", EAST), 5900, 0.928),
    (RoomFact("AMK-INN", "AMK Innlandet", "amk", INLAND, EAST), 5600, 0.941),
    (RoomFact("AMK-SOR", "AMK Sørlandet", "amk", SOUTH, EAST), 4400, 0.933),
    (RoomFact("AMK-VVI", "AMK Vestre Viken", "amk", "Vestre Viken", EAST), 6300, 0.917),
    (RoomFact("AMK-BGO", "AMK Bergen", "amk", "Helse Bergen", WEST), 5800, 0.936),
    (RoomFact("AMK-FDE", "AMK Førde", "amk", "Helse Førde", WEST), 1500, 0.952),
    (RoomFact("AMK-HAU", "AMK Haugesund", "amk", "Helse Fonna", WEST), 2300, 0.949),
    (RoomFact("AMK-STA", "AMK Stavanger", "amk", "Helse Stavanger", WEST), 4100, 0.923),
    (RoomFact("AMK-AES", "AMK Ålesund", "amk", "Helse Møre og Romsdal", MIDDLE), 3200, 0.957),
    (RoomFact("AMK-TRD", "AMK Trondheim", "amk", "St. Olavs hospital", MIDDLE), 4300, 0.931),
    (RoomFact("AMK-NAM", "AMK Namsos", "amk", "Helse Nord-Trøndelag", MIDDLE), 1700, 0.962),
    (RoomFact("AMK-KIR", "AMK Kirkenes", "amk", "Finnmarkssykehuset", NORTH), 1100, 0.906),
    (RoomFact("AMK-TRO", "AMK Tromsø", "amk", "Universitetssykehuset Nord-Norge", NORTH), 2400, 0.944),
    (RoomFact("AMK-BOO", "AMK Bodø", "amk", "Nordlandssykehuset", NORTH), 1900, 0.938),
    (RoomFact("AMK-HEL", "AMK Helgeland", "amk", "Helgelandssykehuset", NORTH), 1000, 0.967),
)
# Room, calls to 116117 a month, share within 2 minutes.
LVS = (
    (RoomFact("LVS-0301", "Legevaktsentral Oslo", "lvs", OSLO, EAST), 61000, 0.41),
    (RoomFact("LVS-3107", "Legevaktsentral Fredrikstad", "lvs", "Sykehuset Østfold", EAST), 24000, 0.55),
    (RoomFact("LVS-3301", "Legevaktsentral Drammen", "lvs", "Vestre Viken", EAST), 21000, 0.62),
    (RoomFact("LVS-3403", "Legevaktsentral Hamar", "lvs", INLAND, EAST), 13500, 0.74),
    (RoomFact("LVS-4204", "Legevaktsentral Kristiansand", "lvs", SOUTH, EAST), 19800, 0.68),
    (RoomFact("LVS-1103", "Legevaktsentral Stavanger", "lvs", "Helse Stavanger", WEST), 25500, 0.59),
    (RoomFact("LVS-1106", "Legevaktsentral Haugesund", "lvs", "Helse Fonna", WEST), 11800, 0.83),
    (RoomFact("LVS-4601", "Legevaktsentral Bergen", "lvs", "Helse Bergen", WEST), 38000, 0.63),
    (RoomFact("LVS-1506", "Legevaktsentral Molde", "lvs", "Helse Møre og Romsdal", MIDDLE), 9000, 0.86),
    (RoomFact("LVS-5001", "Legevaktsentral Trondheim", "lvs", "St. Olavs hospital", MIDDLE), 27000, 0.71),
    (RoomFact("LVS-1804", "Legevaktsentral Bodø", "lvs", "Nordlandssykehuset", NORTH), 8600, 0.88),
    (RoomFact("LVS-5501", "Legevaktsentral Tromsø", "lvs", "Universitetssykehuset Nord-Norge", NORTH), 9700, 0.79),
    (RoomFact("LVS-5601", "Legevaktsentral Alta", "lvs", "Finnmarkssykehuset", NORTH), 3900, 0.94),
    (RoomFact("LVS-1860", "Legevaktsentral Lofoten", "lvs", "Nordlandssykehuset", NORTH), 7, 0.20),
)
ROOMS = tuple(room for room, _, _ in (*AMK, *LVS))
TOTALS_2025 = {
    "calls_total": 11_000_000,
    "alarms_sent": 586_000,
    "video_sessions": 232_000,
    "nodsms_received": 9_574,
}
MONTHS = tuple(date(year, month, 1) for year in (2024, 2025) for month in range(1, 13))


def facts() -> list[Fact]:
    """Every fact of the two years; those of 2025 add up to `TOTALS_2025`."""
    random = Random(113)
    return [*_volumes(random), *_answers(random)]


def _volumes(random: Random) -> list[Fact]:
    rows = []
    for kpi_id, total in TOTALS_2025.items():
        for year, scale in ((2024, 0.93 if kpi_id == "video_sessions" else 1.012), (2025, 1.0)):
            weights = [1 + 0.06 * sin(2 * pi * (month - 4) / 12) + random.uniform(-0.02, 0.02) for month in range(12)]
            parts = [round(total * scale * weight / sum(weights)) for weight in weights]
            parts[11] += round(total * scale) - sum(parts)
            rows += [Fact(kpi_id, "all", "NO", date(year, m + 1, 1), part) for m, part in enumerate(parts)]
    return rows


def _answers(random: Random) -> list[Fact]:
    rows = []
    for rooms, segment, in_time, median, p90 in (
        (AMK, "113", "calls_answered_within_10s_share", 4.0, 9.0),
        (LVS, "116117", "calls_answered_within_2min_share", 70.0, 330.0),
    ):
        for room, monthly, share in rooms:
            drift = random.uniform(-0.012, 0.02) if segment == "113" else random.uniform(-0.02, 0.05)
            slower = (1 - share) / (0.07 if segment == "113" else 0.35)
            for month in MONTHS:
                season = 0.012 * sin(2 * pi * (month.month - 1) / 12) * (1 if segment == "113" else 3)
                better = drift if month.year == 2025 else 0.0
                offered = round(monthly * random.uniform(0.94, 1.06))
                answered = round(offered * (0.98 if segment == "113" else 0.91))
                base = answered if segment == "113" else offered
                wanted = min(1.0, max(0.0, share + better + season + random.uniform(-0.01, 0.01)))
                rows += [
                    Fact("calls_offered", segment, room.room_id, month, offered),
                    Fact(in_time, segment, room.room_id, month, round(base * wanted), base),
                    Fact("answer_time_median_s", segment, room.room_id, month, median * slower**0.5),
                    Fact("answer_time_p90_s", segment, room.room_id, month, p90 * slower),
                ]
    return rows
