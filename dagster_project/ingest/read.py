"""Read a delivery into raw rows: unpack, decode, and hand the lines to the format's reader."""

from __future__ import annotations

import codecs
import gzip
import os
import zlib
from pathlib import Path

import polars as pl

from dagster_project.contracts import Contract
from dagster_project.ingest.deliveries import RefusalError
from dagster_project.ingest.formats.delimited import read_delimited
from dagster_project.ingest.formats.jsonl import read_jsonl
from dagster_project.ingest.formats.workbook import read_workbook

MAX_LINES = 1_000_000
"""A delivery with more lines is refused: the largest feed's day has about 30,000."""

_GZIP_LENGTH = 4
"""Bytes at the end of a gzip file that say how long its content is."""
_NOT_LATIN_1 = bytes(range(0x80, 0xA0))
"""Where Windows-1252 has other characters than Latin-1, such as the euro sign, or none."""


def read_rows(contract: Contract, path: Path, max_bytes: int) -> tuple[pl.LazyFrame, tuple[str, ...]]:
    """The raw rows of a delivery (`formats.header.raw_schema`), and the columns that the contract does not know.

    A delivery that unpacks to more than `max_bytes`, or holds more than `MAX_LINES`, is not read. Raises RefusalError:
    `unreadable`, `empty` or `missing_columns`.
    """
    content = _unpacked(path, max_bytes)
    if contract.format == "xlsx":
        if not content:
            raise RefusalError("empty", "the file has no bytes: deliver it again")
        return read_workbook(contract, content, max_bytes)
    if content.count(b"\n") > MAX_LINES:
        raise RefusalError(
            "unreadable", f"it has over {MAX_LINES:,} lines, more than any delivery of this feed can have"
        )
    lines = _lines(_decoded(contract, content))
    if lines.is_empty():
        raise RefusalError("empty", "the file has no line: deliver it again")
    return (read_jsonl if contract.format == "jsonl" else read_delimited)(contract, lines)


def unpacked_bytes(path: Path) -> int:
    """How many bytes a delivery holds, by what gzip says of itself at its end: good enough to share out memory."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        if path.suffix != ".gz" or size < _GZIP_LENGTH:
            return size
        file.seek(-_GZIP_LENGTH, os.SEEK_END)
        return max(size, int.from_bytes(file.read(_GZIP_LENGTH), "little"))


def _unpacked(path: Path, max_bytes: int) -> bytes:
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            content = file.read(max_bytes + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise RefusalError("unreadable", f"it cannot be read to its end ({error}): deliver it again") from error
    if len(content) > max_bytes:
        raise RefusalError(
            "unreadable", f"it is larger than any delivery can be ({max_bytes:,} bytes, NODSTAT_MAX_DELIVERY_BYTES)"
        )
    return content


def _decoded(contract: Contract, content: bytes) -> bytes:
    """The text in UTF-8, without a byte order mark."""
    head = content[: content.find(b"\n") + 1 or len(content)]
    if b"\0" in head or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise RefusalError("unreadable", f"it is not text in {contract.encoding}: export it again in that encoding")
    if contract.encoding == "cp1252" and not head.isascii() and _is_utf8(head):
        raise RefusalError("unreadable", "it is in utf-8, but the contract says cp1252 (Windows-1252)")
    if contract.encoding == "cp1252" and len(content.translate(None, _NOT_LATIN_1)) == len(content):
        return content.decode("latin-1").encode()  # the same text in a third of the time
    try:
        text = content.decode(contract.encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise RefusalError(
            "unreadable", f"line {line} is not in {contract.encoding}: export it again in that encoding"
        ) from error
    return content.removeprefix(codecs.BOM_UTF8) if contract.encoding == "utf-8" else text.encode()


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _lines(text: bytes) -> pl.DataFrame:
    """`line_number` (1-based) and `text` of every line that is not blank."""
    lines = pl.read_lines(text, name="text", row_index_name="line_number", row_index_offset=1)
    return lines.filter(pl.col("text").str.strip_chars() != "").with_columns(pl.col("line_number").cast(pl.Int32))
