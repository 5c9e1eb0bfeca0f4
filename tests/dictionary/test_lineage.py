"""What a graph of a few models says of where its tables come from, worked out by eye; and how the real one is drawn."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from dagster_project.contracts import load_contracts
from dagster_project.dictionary.diagram import Box, Diagram, draw
from dagster_project.dictionary.lineage import Lineage, Node, read_lineage
from tests.dictionary.conftest import Published

FEEDS = ["calls", "alarms"]
# calls -> stg_calls -> int_calls__unified -> fct_call -> int_calls__daily -> kpis -> published
# rooms ----------------------^                                               ^
# alarms -> stg_alarms -> fct_alarm ------------------------------------------/     ledger -> stg_ledger -> delivery
MODELS = {
    "stg_calls": ["stg_ledger"],
    "stg_alarms": ["stg_ledger"],
    "stg_ledger": [],
    "int_calls__unified": ["stg_calls", "rooms"],
    "fct_call": ["int_calls__unified"],
    "fct_alarm": ["stg_alarms"],
    "int_calls__daily": ["fct_call"],
    "kpis": ["int_calls__daily", "fct_alarm"],
    "published": ["kpis"],
    "delivery": ["stg_ledger"],
}


def _node(name: str, needs: list[str]) -> dict[str, Any]:
    schema = {"stg": "staging", "int": "intermediate"}.get(name.split("_", maxsplit=1)[0], "marts")
    kind = "seed" if name == "rooms" else "model"
    return {"resource_type": kind, "name": name, "schema": schema, "depends_on": {"nodes": needs}}


@pytest.fixture
def lineage() -> Lineage:
    nodes = {name: _node(name, needs) for name, needs in {**MODELS, "rooms": []}.items()}
    nodes["test"] = {"resource_type": "test", "name": "test", "depends_on": {"nodes": ["kpis"]}}
    return read_lineage({"nodes": nodes}, FEEDS)


def test_a_table_comes_from_feeds_however_far_and_from_the_nearest_tables(lineage: Lineage) -> None:
    origin = lineage.origin("kpis")
    assert origin.feeds == ("alarms", "calls")
    assert origin.seeds == ("rooms",)
    assert origin.tables == ("fct_alarm", "fct_call"), "and not what is behind those"
    assert origin.models == ("int_calls__daily",)
    assert origin.used_by == ("published",)


def test_a_fact_has_its_own_feed_only(lineage: Lineage) -> None:
    origin = lineage.origin("fct_call")
    assert (origin.feeds, origin.tables, origin.used_by) == (("calls",), (), ("kpis",))
    assert set(origin.models) == {"stg_ledger", "stg_calls", "int_calls__unified"}
    assert origin.models.index("stg_calls") < origin.models.index("int_calls__unified")


def test_what_is_made_of_the_ledger_has_no_feed(lineage: Lineage) -> None:
    origin = lineage.origin("delivery")
    assert (origin.feeds, origin.has_ledger) == ((), True)


def test_an_unknown_table_is_an_error(lineage: Lineage) -> None:
    with pytest.raises(KeyError):
        lineage.origin("no_such_table")


def test_intermediate_models_before_and_after_a_fact_are_two_boxes(lineage: Lineage) -> None:
    drawn = draw(lineage, "ledger", "reference").boxes
    boxes = {box.names[0]: box for box in drawn}
    assert [box.names for box in drawn if box.kind == "intermediate"] == [
        ("int_calls__unified",),
        ("int_calls__daily",),
    ]
    order = ["calls", "stg_calls", "int_calls__unified", "fct_call", "int_calls__daily", "kpis"]
    assert [boxes[name].x.start for name in order] == sorted(boxes[name].x.start for name in order)
    assert boxes["kpis"].y.length > boxes["calls"].y.length, "all lanes end in it"
    assert boxes["rooms"].y.start >= boxes["alarms"].y.end, "what comes from no feed is below the lanes of the feeds"
    assert boxes["published"].y.start > boxes["kpis"].y.end


@pytest.fixture
def real(published: Published) -> Diagram:
    return draw(read_lineage(published.dbt, list(load_contracts())), "ledger", "reference")


def _overlap(one: Box, other: Box) -> bool:
    return (
        one.x.start < other.x.end
        and other.x.start < one.x.end
        and one.y.start < other.y.end
        and other.y.start < one.y.end
    )


def test_every_node_is_drawn_once_and_no_box_hides_another(published: Published, real: Diagram) -> None:
    drawn = [(box.kind, name) for box in real.boxes for name in box.names]
    nodes = read_lineage(published.dbt, list(load_contracts())).order
    assert sorted(drawn) == sorted((node.kind, node.name) for node in nodes)
    assert Node("feed", "nodsms") in nodes
    assert [(one.label, other.label) for one, other in combinations(real.boxes, 2) if _overlap(one, other)] == []
    assert all(box.x.end <= real.width and box.y.end <= real.height for box in real.boxes)


def test_lines_lead_from_left_to_right(real: Diagram) -> None:
    ends = [line.replace("M", "").replace("C", " ").split() for line in real.lines if "C" in line]
    assert len(ends) > 20
    assert [line for line in ends if float(line[0]) >= float(line[-2])] == []


def test_a_line_that_leads_past_a_box_does_not_seem_to_lead_through_it(real: Diagram) -> None:
    """A level line and a box in its way: the line passes above or below the box's words."""
    level = [line.replace("M", "").replace("C", " ").split() for line in real.lines if "C" in line]
    hidden = [
        (box.label, line)
        for line in level
        for box in real.boxes
        if line[1] == line[-1]
        and float(line[0]) < box.x.start
        and box.x.end < float(line[-2])
        and abs(float(line[1]) - box.y.middle) < 5
    ]
    assert hidden == []
