"""The lineage as a drawing: layers from left to right, a lane per subject, and a box for what all subjects end in.

Measures are pixels. Only what has a place is decided here; colours and headings are the template's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from dagster_project.dictionary.grouping import REST, SHARED, Group, Grouping, group_nodes
from dagster_project.dictionary.lineage import Kind, Lineage, Node

BOX_HEIGHT, ROW_GAP, LANE_PADDING, LANE_GAP, TOP, LAYER_GAP, EDGE = 26, 10, 9, 8, 26, 30, 10
CHARACTER, BOX_PADDING = 6.7, 18
"""Width of a character in the drawing's monospaced letters, and what a box has around its words."""


@dataclass(frozen=True)
class Span:
    """From where, and how far."""

    start: float
    length: float

    @property
    def end(self) -> float:
        """Where it ends."""
        return self.start + self.length

    @property
    def middle(self) -> float:
        """Halfway."""
        return self.start + self.length / 2


@dataclass(frozen=True)
class Box:
    """One node, or several of a layer and lane that are drawn as one."""

    kind: Kind
    names: tuple[str, ...]
    label: str
    x: Span
    y: Span


@dataclass(frozen=True)
class Diagram:
    """Boxes, the lines between them as SVG paths, the lanes behind them, and each layer's kind and left side."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[str, ...]
    lanes: tuple[Span, ...]
    lane_width: float
    layers: tuple[tuple[Kind, float], ...]


def draw(lineage: Lineage, ledger: str, reference: str) -> Diagram:
    """Lay the graph out. `ledger` and `reference` are the labels of the boxes that stand for those."""
    grouping = group_nodes(lineage)
    labels = {group: _label(group, nodes, ledger, reference) for group, nodes in grouping.members.items()}
    columns = _columns(labels)
    lanes, rows = _rows(grouping)
    rows |= _shared_rows(grouping, lanes[-1].end)
    boxes = {
        group: Box(group.kind, tuple(node.name for node in nodes), labels[group], columns[group.layer], rows[group])
        for group, nodes in grouping.members.items()
    }
    kinds: dict[int, Kind] = {group.layer: group.kind if group.layer else "feed" for group in boxes}
    return Diagram(
        width=max(column.end for column in columns.values()) + EDGE,
        height=lanes[-1].end + EDGE,
        boxes=tuple(boxes[group] for group in sorted(boxes)),
        lines=tuple(_line(boxes[start], boxes[end]) for start, end in sorted(grouping.edges)),
        lanes=tuple(lanes),
        lane_width=max(box.x.end for group, box in boxes.items() if group.lane != SHARED) + EDGE,
        layers=tuple((kinds[layer], column.start) for layer, column in columns.items()),
    )


def _label(group: Group, nodes: list[Node], ledger: str, reference: str) -> str:
    if group.kind == "ledger":
        return ledger
    if group.kind == "seed":
        return f"{reference} · {len(nodes)}"
    if group.kind == "intermediate":
        topics = [node.name.removeprefix("int_").split("__")[0] for node in nodes]
        return f"int_{'…' if group.lane == REST else max(sorted(topics), key=topics.count)} · {len(nodes)}"
    return nodes[0].name if group.key else f"stg_… · {len(nodes)}"


def _columns(labels: Mapping[Group, str]) -> dict[int, Span]:
    """Each layer's place, as wide as its longest label."""
    longest: dict[int, int] = defaultdict(int)
    for group, label in labels.items():
        longest[group.layer] = max(longest[group.layer], len(label))
    columns, x = {}, float(EDGE)
    for layer in sorted(longest):
        columns[layer] = Span(x, longest[layer] * CHARACTER + BOX_PADDING)
        x = columns[layer].end + LAYER_GAP
    return columns


def _rows(grouping: Grouping) -> tuple[list[Span], dict[Group, Span]]:
    """The lanes, the fullest first and the rest last, and each box's place in its own."""
    stacks: dict[str, dict[int, list[Group]]] = defaultdict(lambda: defaultdict(list))
    weights: dict[str, int] = defaultdict(int)
    for group, nodes in sorted(grouping.members.items()):
        if group.lane != SHARED:
            stacks[group.lane][group.layer].append(group)
            weights[group.lane] += len(nodes)
    lanes: list[Span] = []
    rows: dict[Group, Span] = {}
    top = float(TOP)
    for name in sorted(stacks, key=lambda name: (name == REST, -weights[name])):
        slots = {layer: _slots(layer, stacks[name], grouping) for layer in stacks[name]}
        lane = Span(top, _stack_height(max(slots.values())) + 2 * LANE_PADDING)
        for layer, stack in sorted(stacks[name].items()):
            y = lane.middle - _stack_height(slots[layer]) / 2
            for group in sorted(stack, key=lambda group: _beside_parents(group, rows, grouping)):
                rows[group] = Span(y, BOX_HEIGHT)
                y += BOX_HEIGHT + ROW_GAP
        lanes.append(lane)
        top = lane.end + LANE_GAP
    return lanes, rows


def _shared_rows(grouping: Grouping, bottom: float) -> dict[Group, Span]:
    """What the lanes end in is as tall as all of them, and what follows from it stands below."""
    shared = sorted(group for group in grouping.members if group.lane == SHARED)
    below = [group for group in shared if any(end == group and start in shared for start, end in grouping.edges)]
    tall = [group for group in shared if group not in below]
    rows: dict[Group, Span] = {}
    for group in reversed(below):
        rows[group] = Span(bottom - BOX_HEIGHT, BOX_HEIGHT)
        bottom -= BOX_HEIGHT + 2 * ROW_GAP
    y = float(TOP)
    for group in tall:
        rows[group] = Span(y, (bottom - TOP - (len(tall) - 1) * ROW_GAP) / len(tall))
        y = rows[group].end + ROW_GAP
    return rows


def _stack_height(boxes: int) -> float:
    return boxes * (BOX_HEIGHT + ROW_GAP) - ROW_GAP


def _slots(layer: int, stacks: Mapping[int, list[Group]], grouping: Grouping) -> int:
    """Boxes of a stack, and one place more where the middle one would hide a line between two that stand alone."""
    alone = {stack[0] for stack in stacks.values() if len(stack) == 1}
    past = any(
        start in alone and start.layer < layer < end.layer and (end in alone or end.lane == SHARED)
        for start, end in grouping.edges
    )
    return len(stacks[layer]) + (past and len(stacks[layer]) % 2)


def _beside_parents(group: Group, rows: Mapping[Group, Span], grouping: Grouping) -> tuple[float, int, str]:
    """Boxes stand beside what they come from; what most others come from stands first."""
    parents = [rows[start].start for start, end in grouping.edges if end == group and start in rows]
    children = sum(start == group for start, _ in grouping.edges)
    return (sum(parents) / len(parents) if parents else 0.0, -children, group.key)


def _line(start: Box, end: Box) -> str:
    """From the right side of a box to the left side of the next, or straight down within a layer."""
    if start.x == end.x:
        return f"M{start.x.middle:.1f} {start.y.end:.1f}V{end.y.start:.1f}"
    x1, y1, x2 = start.x.end, start.y.middle, end.x.start
    y2 = min(max(y1, end.y.start + BOX_HEIGHT / 2), end.y.end - BOX_HEIGHT / 2)
    bend = (x2 - x1) / 2
    return f"M{x1:.1f} {y1:.1f}C{x1 + bend:.1f} {y1:.1f} {x2 - bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
