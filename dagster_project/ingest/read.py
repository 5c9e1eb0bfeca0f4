"""Read a delivery into raw rows: unpack, decode, and hand the lines to the format's reader."""

from __future__ import annotations

import codecs
import gzip
import zlib
from pathlib import Path

import polars as pl

from dagster_project.contracts import Contract
from dagster_project.ingest.deliveries import RefusalError
from dagster_project.ingest.formats.delimited import read_delimited
from dagster_project.ingest.formats.jsonl import read_jsonl
from dagster_project.ingest.formats.workbook import read_workbook

MAX_BYTES = 1024**3
"""A delivery larger than this when unpacked is refused: the largest feed's day is about 3 MB."""

_NOT_LATIN_1 = bytes(range(0x80, 0xA0))
"""Where Windows-1252 has other characters than Latin-1, such as the euro sign, or none."""


def read_rows(contract: Contract, path: Path) -> tuple[pl.LazyFrame, tuple[str, ...]]:
    """The raw rows of a delivery (`formats.header.raw_schema`), and the columns that the contract does not know.

    Raises RefusalError: `unreadable`, `empty` or `missing_columns`.
    """
    content = _unpacked(path)
    if contract.format == "xlsx":
        if not content:
            raise RefusalError("empty", "the file has no bytes: deliver it again")
        return read_workbook(contract, content)
    lines = _lines(_decoded(contract, content))
    if lines.is_empty():
        raise RefusalError("empty", "the file has no line: deliver it again")
    return (read_jsonl if contract.format == "jsonl" else read_delimited)(contract, lines)


def _unpacked(path: Path) -> bytes:
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise RefusalError("unreadable", f"it cannot be read to its end ({error}): deliver it again") from error
    if len(content) > MAX_BYTES:
        raise RefusalError("unreadable", "it is larger than any delivery of this feed can be")
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
