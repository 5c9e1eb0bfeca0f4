"""Birth numbers and telephone numbers in free text: the row goes to quarantine, the text nowhere.

The birth numbers are made up for these tests: 1 January 1970 and person numbers that nobody needs to have.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.ingest.personal import is_birth_number
from tests.ingest import feeds
from tests.ingest.site import Site


def check_digits(nine: str) -> str | None:
    """The two check digits by trying all: the weighted sums over 10 and 11 digits must be divisible by 11."""
    for check in range(100):
        digits = [int(digit) for digit in f"{nine}{check:02}"]
        first = sum(w * d for w, d in zip((3, 7, 6, 1, 8, 9, 4, 5, 2, 1, 0), digits, strict=True))
        second = sum(w * d for w, d in zip((5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1), digits, strict=True))
        if first % 11 == 0 and second % 11 == 0:
            return f"{check:02}"
    return None


# 010170 999: 0·3+1·7+0·6+1·1+7·8+0·9+9·4+9·5+9·2 = 163 = 14·11+9, so the first digit is 2;
# 0·5+1·4+0·3+1·2+7·7+0·6+9·5+9·4+9·3+2·2 = 167 = 15·11+2, so the second is 9.
BIRTH_NUMBER = "01017099929"
NOT_QUITE = "01017099928"

PERSONAL = [
    BIRTH_NUMBER,
    "010170 99929",
    "010170  99929",
    f"pas. {BIRTH_NUMBER}",
    f"NLSH-1-3/{BIRTH_NUMBER}",
    f"NLSH-1-3 {BIRTH_NUMBER}",
    "NLSH-1-3 010170 99929",
    f"{NOT_QUITE} {BIRTH_NUMBER}",
    f"{BIRTH_NUMBER} {NOT_QUITE}",
    "91234567",
    "21234567",
    "912 34 567",
    "91 23 45 67",
    "+4791234567",
    "+47 912 34 567",
    "0047 91234567",
    "ring 91234567 ved ankomst",
    "NLSH-1-3 91234567",
    "NLSH-1-3 912 34 567",
    "NLSH-1-3 tlf +47 91 23 45 67",
    "91234567/2",
]

HARMLESS = [
    "NLSH-1-3",
    NOT_QUITE,
    f"{NOT_QUITE}1",
    f"9{BIRTH_NUMBER}",
    f"{BIRTH_NUMBER}0",
    "1234567",
    "11234567",
    "01234567",
    "912345678",
    "9123456",
    "2025-03-01",
]


@pytest.fixture(scope="module")
def alarms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str | None]:
    """The reason that each text in `unit` gives."""
    return _reasons(Site(tmp_path_factory.mktemp("alarms")), "ambulance_alarms")


@pytest.fixture(scope="module")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str | None]:
    """The reason that each text in `device.os` gives."""
    return _reasons(Site(tmp_path_factory.mktemp("sessions")), "video_hjelp113")


def _reasons(site: Site, feed: str) -> dict[str, str | None]:
    texts = [*PERSONAL, *HARMLESS]
    if feed == "ambulance_alarms":
        rows = [feeds.alarm(f"A{index}", unit=text) for index, text in enumerate(texts)]
    else:
        rows = [feeds.hjelp113(f"S{index}", os=text) for index, text in enumerate(texts)]
    site.take(feed, rows)
    reasons = site.reasons(feed)
    return {text: reasons.get(line) for line, text in enumerate(texts, start=2 if feed == "ambulance_alarms" else 1)}


@pytest.mark.parametrize("text", PERSONAL)
def test_an_identifier_is_found_wherever_it_stands(
    alarms: dict[str, str | None], sessions: dict[str, str | None], text: str
) -> None:
    assert (alarms[text], sessions[text]) == ("personal_identifier", "personal_identifier")


@pytest.mark.parametrize("text", HARMLESS)
def test_other_numbers_are_left_alone(
    alarms: dict[str, str | None], sessions: dict[str, str | None], text: str
) -> None:
    assert (alarms[text], sessions[text]) == (None, None)


@pytest.mark.parametrize(
    ("feed", "line"),
    [
        ("ambulance_alarms", feeds.alarm("A2", unit="HEMMELIG 91234567")),
        ("ambulance_alarms", feeds.alarm("A2", unit=f"HEMMELIG {BIRTH_NUMBER}")),
        ("ambulance_alarms", feeds.alarm("A2", unit='"HEMMELIG ""912 34 567"""')),
        # Wrong in a way that comes before the identifier, or is found first.
        ("ambulance_alarms", feeds.alarm("A2", unit="HEMMELIG;91234567")),
        ("ambulance_alarms", feeds.alarm("A2", unit='"HEMMELIG 91234567')),
        ("ambulance_alarms", feeds.alarm("A2", unit=f"HEMMELIG {BIRTH_NUMBER}") + ";x"),
        ("ambulance_alarms", feeds.alarm("A2", unit="HEMMELIG 010170 99929") + ";x"),
        ("ambulance_alarms", feeds.alarm("A2", unit="HEMMELIG-3 91234567") + ";x"),
        # Another id seen before.
        ("ambulance_alarms", feeds.alarm("A1", unit="HEMMELIG 91234567")),
        ("video_hjelp113", feeds.hjelp113("S2", os="HEMMELIG 91234567")),
        ("video_hjelp113", feeds.hjelp113("S2", os="HEMMELIG 91234567")[:-1]),
        ("video_hjelp113", feeds.hjelp113("S2", os=["HEMMELIG", "+4791234567"])),
        ("video_hjelp113", feeds.hjelp113("S2", os={"navn": "HEMMELIG", "tlf": 91234567})),
    ],
)
def test_the_text_is_kept_nowhere(site: Site, feed: str, line: str) -> None:
    good = feeds.alarm("A1") if feed == "ambulance_alarms" else feeds.hjelp113("S1")
    site.deliver(feed, [good, line])
    (row,) = site.ingest(feed)
    assert (row.accepted, row.quarantined) == (1, 1)
    assert [q["text"] for q in site.quarantine(feed)] == [None]
    kept = site.everything_kept()
    assert row.delivery_id in kept
    for secret in ("HEMMELIG", "91234567", "912 34 567", BIRTH_NUMBER):
        assert secret not in kept


def test_other_quarantined_rows_keep_their_text_beside_those_that_do_not(site: Site) -> None:
    rows = [feeds.alarm("A1", unit="91234567"), feeds.alarm("A2", channel="fax"), feeds.alarm("A3") + ";x"]
    site.take("ambulance_alarms", rows)
    assert [q["text"] for q in site.quarantine("ambulance_alarms")] == [None, *rows[1:]]


@pytest.mark.parametrize(
    ("feed", "line"),
    [
        ("ambulance_alarms", feeds.alarm("A2", mission=BIRTH_NUMBER, channel="fax")),
        ("calls_iccs", feeds.iccs("2", direction=BIRTH_NUMBER)),
        ("calls_iccs", feeds.iccs("2") + f";{BIRTH_NUMBER}"),
        ("video_hjelp113", feeds.hjelp113("2", call_id=BIRTH_NUMBER, status="?")),
    ],
)
def test_a_birth_number_in_any_column_of_a_faulty_row_is_kept_nowhere(site: Site, feed: str, line: str) -> None:
    site.deliver(feed, [feeds.ROW[feed]("1"), line])
    (row,) = site.ingest(feed)
    assert (row.quarantined, [q["text"] for q in site.quarantine(feed)]) == (1, [None])
    assert BIRTH_NUMBER not in site.everything_kept()


def test_a_refused_delivery_leaves_no_text_behind(strict_site: Site) -> None:
    row = strict_site.take("ambulance_alarms", [feeds.alarm(unit="HEMMELIG 91234567")])
    assert row.reason == "too_many_errors"
    assert "HEMMELIG" not in strict_site.everything_kept()


def test_the_hand_worked_birth_number_is_valid() -> None:
    assert check_digits(BIRTH_NUMBER[:9]) == BIRTH_NUMBER[9:]
    assert is_birth_number(BIRTH_NUMBER)
    assert not is_birth_number(NOT_QUITE)


@given(st.text("0123456789", min_size=9, max_size=9))
def test_check_digits_agree_with_trying_them_all(nine: str) -> None:
    valid = [f"{check:02}" for check in range(100) if is_birth_number(f"{nine}{check:02}")]
    expected = check_digits(nine)
    assert valid == ([] if expected is None else [expected])
