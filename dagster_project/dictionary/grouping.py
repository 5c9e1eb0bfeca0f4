"""What the lineage's drawing shows as one: boxes of nodes, the lanes they lie in, and the edges between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dagster_project.dictionary.lineage import Kind, Lineage, Node

SHARED, REST = "shared", "rest"
"""The lane of what all feeds meet in, and of what comes from no feed."""
_LAYER: Mapping[Kind, int] = {"feed": 0, "ledger": 0, "seed": 0, "staging": 1, "intermediate": 2, "marts": 3}


@dataclass(frozen=True, order=True)
class Group:
    """What becomes a box."""

    layer: int
    lane: str
    kind: Kind
    key: str


@dataclass(frozen=True)
class Grouping:
    """Nodes by group, each after those it reads, and the edges to draw."""

    members: Mapping[Group, list[Node]]
    edges: frozenset[tuple[Group, Group]]


def group_nodes(lineage: Lineage) -> Grouping:
    """Gather the nodes of a graph. A group is never both before and after another."""
    groups = _groups(lineage, _lanes(lineage))
    members: dict[Group, list[Node]] = defaultdict(list)
    for node in lineage.order:
        members[groups[node]].append(node)
    edges = {(groups[parent], groups[node]) for node in groups for parent in lineage.parents[node]}
    # Reference data and the ledger serve every lane: their lines to the others would hide the rest.
    shown = {(start, end) for start, end in edges if end.lane in (start.lane, SHARED)}
    return Grouping(members, frozenset(_reduced(shown)))


def _lanes(lineage: Lineage) -> dict[Node, str]:
    """Feeds that meet on the way share a lane; what several lanes meet in is shared; what has no feed is the rest."""
    feeds = {node: frozenset(p for p in (*lineage.ancestors[node], node) if p.kind == "feed") for node in lineage.order}
    everything = frozenset[Node]().union(*feeds.values())
    lane = {feed: {feed} for feed in everything}
    for met in feeds.values():
        if met and (met != everything or len(everything) == 1):
            together = set[Node]().union(*(lane[feed] for feed in met))
            lane.update(dict.fromkeys(together, together))
    named = {feed: min(together).name for feed, together in lane.items()}
    lanes = {}
    for node, met in feeds.items():
        found = {named[feed] for feed in met}
        lanes[node] = REST if not found else found.pop() if len(found) == 1 else SHARED
    return lanes


def _groups(lineage: Lineage, lanes: Mapping[Node, str]) -> dict[Node, Group]:
    """Feeds, their staging and tables stand alone; the others are gathered per layer and lane."""
    layers: dict[Node, int] = {}
    groups = {}
    for node in lineage.order:
        layer = _LAYER[node.kind]
        least = max((layers[p] + (p.kind == node.kind == "marts") for p in lineage.parents[node]), default=0)
        # Intermediate models and tables take turns, as often as it takes.
        while layer < least:
            layer += 2
        layers[node] = layer
    last = max((layer for node, layer in layers.items() if lanes[node] != SHARED), default=0)
    for node, layer in layers.items():
        lane = lanes[node]
        alone = node.kind in ("feed", "marts") or (node.kind == "staging" and lane != REST)
        # What all subjects end in stands to the right of them all, one below the other.
        groups[node] = Group(last + 1 if lane == SHARED else layer, lane, node.kind, node.name if alone else "")
    return groups


def _reduced(edges: Iterable[tuple[Group, Group]]) -> set[tuple[Group, Group]]:
    """Without the edges that another way already tells of."""
    children: dict[Group, set[Group]] = defaultdict(set)
    for start, end in edges:
        if start != end:
            children[start].add(end)

    def reach(start: Group) -> set[Group]:
        found: set[Group] = set()
        ahead = [start]
        while ahead:
            for child in children.get(ahead.pop(), ()):
                if child not in found:
                    found.add(child)
                    ahead.append(child)
        return found

    beyond = {group: reach(group) for group in children}
    return {
        (start, end)
        for start, ends in children.items()
        for end in ends
        if not any(end in beyond.get(other, ()) for other in ends - {end})
    }
