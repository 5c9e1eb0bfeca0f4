"""Where a table comes from: dbt's graph, continued down to the feeds, which dbt itself does not know."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from graphlib import TopologicalSorter
from typing import Any, Literal

Kind = Literal["feed", "ledger", "seed", "staging", "intermediate", "marts"]
SOURCES: Collection[Kind] = ("feed", "ledger", "seed")


@dataclass(frozen=True, order=True)
class Node:
    """A feed, the ledger of deliveries, a seed (reference data), or a model by its schema."""

    kind: Kind
    name: str


LEDGER = Node("ledger", "ledger")
"""What ingest writes beside the events: ledger, quarantine and contracts of all feeds."""


@dataclass(frozen=True)
class Origin:
    """What a table is made of, and who reads it; names in order.

    `tables` and `used_by` are the nearest other tables, `models` those between them and this one. `feeds` and
    `seeds` are all there are behind it, however far.
    """

    feeds: tuple[str, ...]
    has_ledger: bool
    seeds: tuple[str, ...]
    tables: tuple[str, ...]
    models: tuple[str, ...]
    used_by: tuple[str, ...]


@dataclass(frozen=True)
class Lineage:
    """A graph without cycles: the parents of every node."""

    parents: Mapping[Node, frozenset[Node]]

    @cached_property
    def order(self) -> tuple[Node, ...]:
        """Every node, after all of its parents."""
        return tuple(TopologicalSorter(self.parents).static_order())

    @cached_property
    def ancestors(self) -> Mapping[Node, frozenset[Node]]:
        """Everything behind each node."""
        behind: dict[Node, frozenset[Node]] = {}
        for node in self.order:
            behind[node] = self.parents[node].union(*(behind[parent] for parent in self.parents[node]))
        return behind

    def origin(self, table: str) -> Origin:
        """Of a table of schema `marts`. Raises KeyError when there is none of that name."""
        node = Node("marts", table)
        behind = self.ancestors[node]
        tables, models = self._nearest(node)
        readers = (other for other in self.parents if other.kind == "marts" and node in self._nearest(other)[0])
        return Origin(
            feeds=_names(behind, "feed"),
            has_ledger=LEDGER in behind,
            seeds=_names(behind, "seed"),
            tables=_names(tables, "marts"),
            models=tuple(parent.name for parent in self.order if parent in models),
            used_by=_names(readers, "marts"),
        )

    def _nearest(self, node: Node) -> tuple[set[Node], set[Node]]:
        """The tables that are reached without passing another table, and the models passed on the way."""
        tables: set[Node] = set()
        models: set[Node] = set()
        ahead = list(self.parents[node])
        while ahead:
            parent = ahead.pop()
            if parent.kind == "marts":
                tables.add(parent)
            elif parent.kind not in SOURCES and parent not in models:
                models.add(parent)
                ahead.extend(self.parents[parent])
        return tables, models


def read_lineage(manifest: Mapping[str, Any], feeds: Collection[str]) -> Lineage:
    """The graph of dbt's manifest. `stg_<feed>` reads that feed, other staging models the ledger."""
    built = {
        unique_id: Node(_kind(node), node["name"])
        for unique_id, node in manifest["nodes"].items()
        if node["resource_type"] in ("model", "seed")
    }
    parents: dict[Node, frozenset[Node]] = {}
    for unique_id, node in built.items():
        needs = manifest["nodes"][unique_id]["depends_on"].get("nodes", [])
        read = {built[need] for need in needs if need in built}
        if node.kind == "staging":
            feed = node.name.removeprefix("stg_")
            read.add(Node("feed", feed) if feed in feeds else LEDGER)
        parents[node] = frozenset(read)
    sources = {parent for read in parents.values() for parent in read if parent.kind in ("feed", "ledger")}
    return Lineage({**dict.fromkeys(sorted(sources), frozenset()), **parents})


def _kind(node: Mapping[str, Any]) -> Kind:
    if node["resource_type"] == "seed":
        return "seed"
    schema = node["schema"]
    return schema if schema in ("staging", "marts") else "intermediate"


def _names(nodes: Iterable[Node], kind: Kind) -> tuple[str, ...]:
    return tuple(sorted(node.name for node in nodes if node.kind == kind))
