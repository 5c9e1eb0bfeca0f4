"""Open a release as any client does: `client.py DATABASE` answers a JSON list of queries on its standard input."""

from __future__ import annotations

import json
import sys

import duckdb

with duckdb.connect(sys.argv[1], read_only=True) as connection:
    answers = [connection.execute(query).fetchall() for query in json.load(sys.stdin)]
print(json.dumps({"version": duckdb.__version__, "answers": answers}, default=str))
