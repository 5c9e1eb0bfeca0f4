"""Readers of a dashboard without a browser: Streamlit's own websocket protocol, many sessions at once.

`python -m bench.sessions ADDRESS SERVER_PID SESSIONS SECONDS PAGE…` prints one JSON object: how long scripts took until
they had finished, errors, and the server's resident memory over time.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Selectbox_pb2 import Selectbox
from websockets.asyncio.client import ClientConnection, connect

THINKS_S = (3.0, 9.0)
"""How long a reader looks at a page before doing something else."""
_PERIODS = {"maned", "uke", "tertial", "aar"}
_PATIENCE_S = 60.0
_SAMPLE_S = 5.0
_NO_FIGURES = ("Utgivelsen", "Det finnes ingen tall", "Du har ikke tilgang")


@dataclass
class Load:
    """What the sessions met."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: {"open": [], "change": []})
    errors: list[str] = field(default_factory=list)
    memory: list[tuple[float, int]] = field(default_factory=list)
    """Seconds since the beginning, and the server's resident bytes."""


class Reader:
    """One session: opens pages and chooses other periods, as a browser tells the server."""

    def __init__(self, socket: ClientConnection, load: Load, chance: random.Random) -> None:
        self._socket, self._load, self._chance = socket, load, chance
        self._query = ""
        self._page = ""
        self._source = ""
        self._periods: Selectbox | None = None

    async def open(self, page: str) -> None:
        """Go to a page."""
        self._page = page
        await self._run("open", BackMsg())

    async def change(self) -> None:
        """Choose another period; on a page without a choice of periods, nothing."""
        box = self._periods
        if box is None:
            return
        asked, period = BackMsg(), chosen(box, self._chance)
        asked.rerun_script.widget_states.widgets.add(id=box.id, string_value=period)
        await self._run("change", asked)
        if period not in self._source:
            raise RuntimeError(f"{self._page}: chose {period}, and was shown {self._source}")

    async def _run(self, what: str, asked: BackMsg) -> None:
        asked.rerun_script.query_string = self._query
        asked.rerun_script.page_name = self._page
        self._periods = None
        began = time.perf_counter()
        await self._socket.send(asked.SerializeToString())
        async with asyncio.timeout(_PATIENCE_S):
            while True:
                said = ForwardMsg()
                said.ParseFromString(bytes(await self._socket.recv(decode=False)))
                if said.WhichOneof("type") == "script_finished":
                    if said.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                        break
                    if said.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                        raise RuntimeError(f"{self._page}: the script does not compile")
                self._heed(said)
        self._load.seconds[what].append(time.perf_counter() - began)

    def _heed(self, said: ForwardMsg) -> None:
        if said.WhichOneof("type") == "page_info_changed":
            self._query = said.page_info_changed.query_string
        element = said.delta.new_element
        match element.WhichOneof("type"):
            case "exception":
                raise RuntimeError(f"{self._page}: {element.exception.type}: {element.exception.message}")
            case "selectbox" if element.selectbox.query_param_key in _PERIODS:
                self._periods = element.selectbox
            case "html" if 'class="source"' in element.html.body:
                self._source = element.html.body
            case "heading" if element.heading.body.startswith(_NO_FIGURES):
                raise RuntimeError(f"{self._page}: {element.heading.body}")


def chosen(box: Selectbox, chance: random.Random) -> str:
    """One of the periods that are offered."""
    period: str = chance.choice(box.options)
    return period


async def read(address: str, pages: list[str], until: float, load: Load, chance: random.Random) -> None:
    """One session until the time is up. Whatever goes wrong ends it, and is an error."""
    try:
        await asyncio.sleep(chance.uniform(0, THINKS_S[1]))
        stream = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
        async with connect(stream, origin=address, subprotocols=["streamlit"], max_size=None) as socket:  # type: ignore[arg-type, list-item]
            reader = Reader(socket, load, chance)
            while time.monotonic() < until:
                await reader.open(chance.choice(pages))
                for _ in range(3):
                    await asyncio.sleep(chance.uniform(*THINKS_S))
                    if time.monotonic() < until:
                        await reader.change()
    except Exception as error:
        load.errors.append(f"{type(error).__name__}: {error}")


async def load_of(address: str, server: int, pages: list[str], sessions: int, seconds: float) -> Load:
    """So many sessions at once, for so many seconds."""
    load, began = Load(), time.monotonic()
    readers = [
        asyncio.create_task(read(address, pages, began + seconds, load, random.Random(number)))
        for number in range(sessions)
    ]
    while any(not reader.done() for reader in readers):
        load.memory.append((round(time.monotonic() - began, 1), _resident(server)))
        await asyncio.wait(readers, timeout=_SAMPLE_S)
    return load


def _resident(process: int) -> int:
    return next(_sizes(process)) * 1024


def _sizes(process: int) -> Iterator[int]:
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            yield int(line.split()[1])


def main(address: str, server: str, sessions: str, seconds: str, *pages: str) -> None:
    """Print what the sessions met."""
    load = asyncio.run(load_of(address, int(server), list(pages), int(sessions), float(seconds)))
    told: dict[str, Any] = vars(load)
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
