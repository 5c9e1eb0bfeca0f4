"""The deliveries that the hand-worked numbers are of. Each part says what its tests look at."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from tests.warehouse.lake import Lake, Row, alarm, call, mission, nodsms, session

BGO, FDE, STA, TRD = "AMK-BGO", "AMK-FDE", "AMK-STA", "AMK-TRD"
"""Bergen and Førde and Stavanger are in Helse Vest, each in a trust of its own; Trondheim tries LifeX out."""
LVS_BERGEN, LVS_VOSS, LVS_BODO = "LVS-4601", "LVS-4621", "LVS-1804"
"""Bergen and Voss are in Helse Bergen. Bodø moves to LifeX on 16 June 2025."""
AKM_VOSS = "AKM-VOSS"
CUTOVER = "2025-06-16"

TUESDAY: list[Row] = [
    # 113 in Bergen: 4 offered, 3 answered after 4, 10 and 11 s, one of them by Førde, one of them transferred.
    call(BGO, "2025-06-10 08:00:00", wait=4, talk=100, transferred=True),
    call(BGO, "2025-06-10 08:10:00", wait=10, talk=200),
    call(BGO, "2025-06-10 09:20:00", wait=11, talk=330, answered_by=FDE),
    call(BGO, "2025-06-10 09:30:00"),
    # ... and two that no KPI but calls_total, or none at all, counts.
    call(BGO, "2025-06-10 10:00:00", wait=1, test=True),
    call(BGO, "2025-06-10 10:10:00", wait=3, direction="outbound"),
    # 113 in Førde and Stavanger.
    call(FDE, "2025-06-10 08:00:00", wait=120, talk=60),
    call(STA, "2025-06-10 08:00:00"),
    # 116117 in Bergen: 6 offered, one on a local number, 5 answered.
    call(LVS_BERGEN, "2025-06-10 18:00:00", "116117", wait=120),
    call(LVS_BERGEN, "2025-06-10 18:01:00", "116117", wait=121),
    call(LVS_BERGEN, "2025-06-10 18:02:00", "116117", wait=600),
    call(LVS_BERGEN, "2025-06-10 18:03:00", "116117", wait=601),
    call(LVS_BERGEN, "2025-06-10 18:04:00", "116117_local", wait=5),
    call(LVS_BERGEN, "2025-06-10 18:05:00", "116117"),
    # Another line.
    call(AKM_VOSS, "2025-06-10 12:00:00", "other", wait=7, talk=30),
]
WEDNESDAY = [call(BGO, "2025-06-11 08:00:00", wait=20, talk=10)]

ICCS_ON_CUTOVER = [
    call(LVS_BODO, f"{CUTOVER} 08:00:00", "116117", wait=9, call_id="i-pair"),
    call(LVS_BODO, f"{CUTOVER} 09:00:00", "116117", wait=9, call_id="i-two-seconds"),
    call(LVS_BODO, f"{CUTOVER} 10:00:00", "116117", wait=9, call_id="i-too-far"),
    call(LVS_BODO, f"{CUTOVER} 11:00:00", "116117", wait=9, call_id="i-first-of-two"),
    call(LVS_BODO, f"{CUTOVER} 11:00:02", "116117", wait=9, call_id="i-second-of-two"),
    call(LVS_BODO, f"{CUTOVER} 12:00:00", "116117", wait=9, call_id="i-chain-1"),
    call(LVS_BODO, f"{CUTOVER} 12:00:01", "116117", wait=9, call_id="i-chain-2"),
    call(LVS_BODO, f"{CUTOVER} 13:00:00", "116117_local", wait=9, call_id="i-other-line"),
    call(LVS_BODO, f"{CUTOVER} 15:00:02", "116117", wait=9, call_id="i-after-lifex"),
    call(LVS_VOSS, f"{CUTOVER} 08:00:00", "116117", wait=9, call_id="i-other-room"),
    call(TRD, f"{CUTOVER} 08:00:00", "other", wait=9, call_id="i-limited-pilot"),
]
LIFEX_ON_CUTOVER = [
    call(LVS_BODO, f"{CUTOVER} 08:00:01.500", "116117", wait=8, system="lifex", call_id="l-pair"),
    call(LVS_BODO, f"{CUTOVER} 09:00:02.000", "116117", wait=8, system="lifex", call_id="l-two-seconds"),
    call(LVS_BODO, f"{CUTOVER} 10:00:02.001", "116117", wait=8, system="lifex", call_id="l-too-far"),
    call(LVS_BODO, f"{CUTOVER} 11:00:01.000", "116117", wait=8, system="lifex", call_id="l-of-two"),
    call(LVS_BODO, f"{CUTOVER} 12:00:01.200", "116117", wait=8, system="lifex", call_id="l-chain-1"),
    call(LVS_BODO, f"{CUTOVER} 12:00:02.900", "116117", wait=8, system="lifex", call_id="l-chain-2"),
    call(LVS_BODO, f"{CUTOVER} 13:00:00.000", "116117", wait=8, system="lifex", call_id="l-other-line"),
    call(LVS_BODO, f"{CUTOVER} 15:00:00.300", "116117", wait=8, system="lifex", call_id="l-before-iccs"),
    call(TRD, f"{CUTOVER} 08:00:00.400", "other", wait=8, system="lifex", call_id="l-limited-pilot"),
]
DAY_AFTER_CUTOVER = "2025-06-17"

ALARMS = {
    "2025-06-10": [
        alarm(BGO, "2025-06-10 07:00:00", "M1", "akutt", acknowledged=30, number=1),
        alarm(BGO, "2025-06-10 07:00:05", "M1", "akutt", acknowledged=60.5, number=2),
        alarm(FDE, "2025-06-10 07:00:09", "M1", "akutt", acknowledged=90, number=3),
        alarm(BGO, "2025-06-10 08:00:00", "M2", "haster"),
        alarm(BGO, "2025-06-10 23:59:00", "M3", "vanlig", acknowledged=100),
    ],
    "2025-06-11": [
        alarm(BGO, "2025-06-11 00:01:00", "M3", "vanlig", acknowledged=0, number=2),
        alarm(BGO, "2025-06-11 00:02:00", "M4", "vanlig"),
    ],
}
SESSIONS = [
    session(BGO, "2025-06-10 08:00:30", connect=31, duration=271),
    session(BGO, "2025-06-10 08:10:30", connect=20, duration=100),
    session(BGO, "2025-06-10 08:20:30", status="failed"),
    session(FDE, "2025-06-10 08:30:30", status="expired"),
]
MISSIONS = [
    # Bergen on the 10th: three helicopters alerted, one of them declined, and one aborted under way; and the car.
    mission("HEL-BERGEN", "2025-05-10 08:00:00", activation=240, response=1200),
    mission("HEL-BERGEN", "2025-05-10 09:00:00", outcome="aborted", activation=360),
    mission("HEL-BERGEN", "2025-05-10 10:00:00", outcome="declined"),
    mission("HEL-BERGEN", "2025-05-10 11:00:00", vehicle="rapid_response_car", activation=100, response=700),
    # A plane whose departure nobody noted, and on the 31st a helicopter without any time.
    mission("FLY-ALTA", "2025-05-10 23:59:59", vehicle="plane", response=3000.5),
    mission("HEL-AL", "2025-05-31 12:00:00"),
]


def lay(folder: Path) -> Path:
    """Write the lake, and give its path."""
    lake = Lake(folder / "lake")
    _calls(lake)
    for day, alarms in ALARMS.items():
        lake.deliver("ambulance_alarms", day, alarms)
    lake.deliver("video_hjelp113", "2025-06-10", SESSIONS)
    # No delivery of video_bliksund, ever. Of NødSMS in May two versions: the first is superseded.
    newest = lake.deliver(
        "nodsms",
        "2025-05",
        [nodsms("2025-05-01", forwarded=3, filtered=23, test=2), nodsms("2025-05-02", forwarded=0, filtered=0, test=1)],
        version=2,
    )
    lake.deliver(
        "nodsms",
        "2025-05",
        [nodsms("2025-05-01", forwarded=900, filtered=900), nodsms("2025-05-03", forwarded=1, filtered=1)],
        state="superseded",
        superseded_by=newest,
    )
    # June's NødSMS came early: the daily feeds end on the 22nd, so June is not over.
    lake.deliver("nodsms", "2025-06", [nodsms("2025-06-01", forwarded=2, filtered=5)])
    lake.deliver("air_ambulance_missions", "2025-05", MISSIONS)
    lake.write_ledgers()
    return lake.path


def _calls(lake: Lake) -> None:
    filled = {
        # Around New Year: 30 December 2024 is in week 1 of 2025. A leap day. The long day in October.
        "2024-02-29": [call(BGO, "2024-02-29 12:00:00", wait=6)],
        "2024-12-30": [call(BGO, "2024-12-30 12:00:00", wait=1)],
        "2025-01-01": [call(BGO, "2025-01-01 12:00:00", wait=3)],
        "2025-06-10": TUESDAY,
        "2025-06-11": WEDNESDAY,
        CUTOVER: ICCS_ON_CUTOVER,
        DAY_AFTER_CUTOVER: [
            call(LVS_BODO, f"{DAY_AFTER_CUTOVER} 08:00:00", "116117", wait=9, call_id="i-day-after"),
        ],
    }
    # Every day of two weeks from Monday 9 June, most with one call, so that the weeks can be complete.
    first = date(2025, 6, 9)
    days = [str(first + timedelta(days=n)) for n in range(14)]
    for day in sorted({*days, *filled}):
        lake.deliver("calls_iccs", day, filled.get(day, [call(LVS_VOSS, f"{day} 12:00:00", "116117")]))
    lake.deliver("calls_lifex", CUTOVER, LIFEX_ON_CUTOVER)
    lake.deliver(
        "calls_lifex",
        DAY_AFTER_CUTOVER,
        [call(LVS_BODO, f"{DAY_AFTER_CUTOVER} 08:00:00", "116117", wait=8, system="lifex", call_id="l-day-after")],
    )
    # On the 18th LifeX's delivery had a row in quarantine and a duplicate; on the 19th it was refused.
    some = lake.deliver(
        "calls_lifex",
        "2025-06-18",
        [call(LVS_BODO, "2025-06-18 08:00:00.250", "116117", wait=0.25, system="lifex")],
        rows_read=4,
        quarantined=2,
        duplicate=1,
    )
    lake.quarantine("calls_lifex", some, ["unknown_room", "missing_value"])
    lake.deliver("calls_lifex", "2025-06-19", state="refused", reason="unreadable", detail="The file is cut off.")
    for day in ("2025-06-20", "2025-06-21", "2025-06-22"):
        lake.deliver("calls_lifex", day, [call(LVS_BODO, f"{day} 08:00:00.250", "116117", system="lifex")])
