"""Great Expectations, in a process of its own: `python -m dagster_project.checks.gx`, and nothing else imports it.

Its import takes seconds, so that the process is started long before it is asked. It reads one request from standard
input and writes one answer; when the input ends without a request, whoever started it is gone, and so is it.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Mapping, Sequence
from queue import SimpleQueue
from typing import Any

_NETWORK = {"socket.connect", "socket.getaddrinfo", "socket.sendto"}


def validate(request: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The outcome of every expectation in a request, in its order.

    An expectation has `name`, `kind` (Great Expectations' own name), `arguments` (among them `column`) and `values`,
    the column by row. An outcome has `success`, `judged` (rows) and `outside` (numbers of the rows that do not hold). A
    value that is missing does not hold. Raises RuntimeError when an expectation cannot be evaluated.
    """
    import great_expectations  # noqa: PLC0415 - seconds
    import pandas  # noqa: PLC0415
    from great_expectations.data_context.types.base import ProgressBarsConfig  # noqa: PLC0415
    from great_expectations.expectations.registry import get_expectation_impl  # noqa: PLC0415

    context = great_expectations.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source = context.data_sources.add_pandas("profile")
    outcomes = []
    for asked in request:
        frame = pandas.DataFrame({asked["arguments"]["column"]: pandas.Series(asked["values"], dtype="float64")})
        asset = source.add_dataframe_asset(asked["name"])
        batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
        expectation = get_expectation_impl(asked["kind"])(**asked["arguments"])
        result = batch.validate(expectation, result_format={"result_format": "COMPLETE"})
        if result.exception_info.get("raised_exception"):
            raise RuntimeError(f"{asked['name']}: {result.exception_info.get('exception_message')}")
        missing = frame.index[frame.iloc[:, 0].isna()].tolist()
        outcomes.append(
            {
                "success": bool(result.success) and not missing,
                "judged": int(result.result["element_count"]),
                "outside": sorted({*map(int, result.result.get("unexpected_index_list") or []), *missing}),
            }
        )
    return outcomes


def _refuse_network(event: str, _: object) -> None:
    if event in _NETWORK:
        raise PermissionError("the plausibility gate asks nothing of any network")


def _await(requests: SimpleQueue[bytes]) -> None:
    text = sys.stdin.buffer.read()
    if not text:
        os._exit(0)
    requests.put(text)


def main() -> None:
    """Serve one request. Whatever Great Expectations prints goes to standard error."""
    answers = os.dup(1)
    os.dup2(2, 1)
    sys.addaudithook(_refuse_network)
    requests: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_await, args=(requests,), daemon=True).start()
    import great_expectations  # noqa: F401, PLC0415 - while the run is at other work

    outcomes = validate(json.loads(requests.get()))
    with os.fdopen(answers, "w", encoding="utf-8") as file:
        json.dump(outcomes, file)


if __name__ == "__main__":
    main()
