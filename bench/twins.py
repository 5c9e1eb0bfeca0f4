"""Calls that two systems logged, for those who do not do it in SQL: a walk through each line's calls by time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

LoggedCall = tuple[str, str, bool, datetime, str]
"""Intended room, line, whether LifeX logged it, when it rang, id."""
APART = timedelta(seconds=2)


def twins_in_iccs(cutover_calls: Iterable[LoggedCall]) -> list[str]:
    """Ids of ICCS's calls that LifeX logged too, of the calls of rooms on the day that they moved."""
    queues: defaultdict[tuple[str, str], tuple[list[tuple[datetime, str]], list[tuple[datetime, str]]]]
    queues = defaultdict(lambda: ([], []))
    for room, line, is_lifex, queued_at, call_id in cutover_calls:
        queues[room, line][is_lifex].append((queued_at, call_id))
    twins = []
    for queue in queues.values():
        iccs, lifex = map(sorted, queue)
        i = j = 0
        while i < len(iccs) and j < len(lifex):
            if abs(iccs[i][0] - lifex[j][0]) <= APART:
                twins.append(iccs[i][1])
                i, j = i + 1, j + 1
            elif iccs[i][0] < lifex[j][0]:
                i += 1
            else:
                j += 1
    return twins
