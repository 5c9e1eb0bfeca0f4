"""How much a workbook holds, told before it is read: a small archive can unpack, or spread out, to fill any memory."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.parsers import expat

MAX_CELLS = 2_000_000
"""From the first cell to the last, blank ones too, since they take their place in memory. A month has about 10,000."""

_PART = 1024**2
_PLACE = re.compile(r"([A-Z]*)([0-9]*)")


class TooLargeError(Exception):
    """More than a delivery can hold; the message says of what."""


def measure(content: bytes, max_bytes: int) -> None:
    """Look through the archive in little memory.

    Raises TooLargeError, and zipfile.BadZipFile, zlib.error, expat.ExpatError and others for what is no whole workbook.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(member.file_size for member in archive.infolist()) > max_bytes:
            raise TooLargeError("it unpacks to more than a delivery can be")
        texts: list[int] = []
        sheets: list[_Sheet] = []
        for name in archive.namelist():
            if name.lower().endswith("sharedstrings.xml"):
                texts = _Strings().read(_parts(archive, name))
            elif "worksheets/" in name.lower() and name.lower().endswith(".xml"):
                sheets.append(_Sheet().read(_parts(archive, name)))
            else:
                for _ in _parts(archive, name):  # to its end, where a wrong size or checksum shows
                    pass
    for sheet in sheets:
        if sheet.rows * sheet.columns > MAX_CELLS:
            raise TooLargeError(f"a sheet spreads over {sheet.rows} rows and {sheet.columns} columns")
        if sum(texts[index] for index in sheet.shared if index < len(texts)) > max_bytes:
            raise TooLargeError("a text is repeated to more than a delivery can be")


def _parts(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(name) as file:
        while part := file.read(_PART):
            yield part


class _Strings:
    """The lengths of the texts that cells refer to by number."""

    def __init__(self) -> None:
        self._lengths: list[int] = []

    def read(self, parts: Iterator[bytes]) -> list[int]:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.CharacterDataHandler = self._text
        _parse(parser, parts)
        return self._lengths

    def _start(self, name: str, _: dict[str, str]) -> None:
        if _local(name) == "si":
            self._lengths.append(0)

    def _text(self, text: str) -> None:
        if self._lengths:
            self._lengths[-1] += len(text)


class _Sheet:
    """How far a sheet's cells with something in them reach, and which texts they refer to.

    A row or cell that does not say where it is follows the one before.
    """

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self.shared: list[int] = []
        self._row = self._column = 0
        self._is_shared = self._is_value = False

    def read(self, parts: Iterator[bytes]) -> _Sheet:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        _parse(parser, parts)
        return self

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = _local(name)
        if name == "row":
            place = attributes.get("r", "")
            self._row = int(place) if place.isdecimal() else self._row + 1
            self._column = 0
        elif name == "c":
            letters, row = _place(attributes.get("r", ""))
            self._row = row or self._row
            self._column = letters or self._column + 1
            self._is_shared = attributes.get("t") == "s"
        elif name in ("v", "t"):
            self.rows, self.columns = max(self.rows, self._row), max(self.columns, self._column)
            self._is_value = name == "v"

    def _text(self, text: str) -> None:
        if self._is_value and self._is_shared and text.strip().isdecimal():
            self.shared.append(int(text))

    def _end(self, name: str) -> None:
        self._is_value = False


def _parse(parser: expat.XMLParserType, parts: Iterator[bytes]) -> None:
    for part in parts:
        parser.Parse(part, False)
    parser.Parse(b"", True)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _place(reference: str) -> tuple[int, int]:
    """Column and row, 1-based, of `AB12`; 0 for what it does not say."""
    letters, digits = _PLACE.match(reference.upper()).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters[:8]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column, int(digits[:9] or 0)
