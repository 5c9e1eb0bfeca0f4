"""Ways in which a workbook goes wrong: as any bytes do, as an archive, and inside its sheets."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from random import Random

from tests.fuzz.mutators import BIRTH_NUMBER, LIMIT, Mutator, cut_off, cut_out, flipped, noise, nothing_but_noise

SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def part_flipped(data: bytes, random: Random) -> bytes:
    """Inside the archive, so that its checksums are right."""
    name = random.choice(zipfile.ZipFile(io.BytesIO(data)).namelist())
    return _with(data, name, lambda part: flipped(part, random))


def part_cut_off(data: bytes, random: Random) -> bytes:
    name = random.choice(zipfile.ZipFile(io.BytesIO(data)).namelist())
    return _with(data, name, lambda part: cut_off(part, random))


def part_gone(data: bytes, random: Random) -> bytes:
    gone = random.choice(zipfile.ZipFile(io.BytesIO(data)).namelist())
    return _archive({name: part for name, part in _parts(data).items() if name != gone})


def columns_swapped(data: bytes, random: Random) -> bytes:
    """Two letters change places, in every row or in one."""
    one, other = random.sample("ABCDEF", 2)
    letters = {one: other, other: one}
    return _with(
        data,
        SHEET,
        lambda part: re.sub(
            rb'r="([A-F])(\d+)"',
            lambda found: b'r="%s%s"' % (letters.get(found[1].decode(), found[1].decode()).encode(), found[2]),
            part,
            count=random.choice([0, 8]),
        ),
    )


def formulas(data: bytes, random: Random) -> bytes:
    """A cell becomes a formula, with a value that was computed, with none, or with an error for one."""
    value = random.choice([b"<v>45717.3</v>", b"", b"<v>#REF!</v>", b"<v>AMK-BOO</v>"])
    formula = random.choice([b"A1&amp;B1", b"HYPERLINK(&quot;http://x&quot;)", b"[1]Ark1!A1", b"WEBSERVICE(A1)"])
    kind = random.choice([b"", b' t="str"', b' t="e"'])
    return _in_some_cell(data, random, b"%s><f>" + formula + b"</f>" + value + b"</c>", kind)


def odd_cell(data: bytes, random: Random) -> bytes:
    value = random.choice(
        [b"1e400", b"-1", b"NaN", b"99999999999", b"0", b"1e-300", b"2958466", b"60", b"999999999999999999999", b"x"]
    )
    return _in_some_cell(data, random, b"%s><v>" + value + b"</v></c>", random.choice([b"", b' t="s"', b' t="b"']))


def huge_cell(data: bytes, random: Random) -> bytes:
    text = b"x" * random.choice([32_768, 500_000])
    return _in_some_cell(data, random, b"%s><is><t>" + text + b"</t></is></c>", b' t="inlineStr"')


def personal(data: bytes, random: Random) -> bytes:
    text = b"ring " + BIRTH_NUMBER.encode()
    return _in_some_cell(data, random, b"%s><is><t>" + text + b"</t></is></c>", b' t="inlineStr"')


def far_cell(data: bytes, random: Random) -> bytes:
    """One cell so far off that all between would fill any memory."""
    column, row = random.choice([("XFD", 1_048_576), ("ZZZ", 900_000), ("A", 999_999_999), ("AAAAAA", 5)])
    cell = f'<row r="{row}"><c r="{column}{row}"><v>1</v></c></row></sheetData>'
    return _with(data, SHEET, lambda part: part.replace(b"</sheetData>", cell.encode()))


def bomb(data: bytes, random: Random) -> bytes:
    """A part that unpacks to many times the reader's limit, or says that it does not."""
    name = random.choice([SHEET, STRINGS, "xl/media/image1.png"])
    packed = _archive({**_parts(data), name: b" " * (4 * LIMIT)})
    if random.random() < 0.5:
        packed = packed.replace((4 * LIMIT).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    return packed


def text_bomb(data: bytes, _: Random) -> bytes:
    """One long text, to which very many cells refer."""
    rows = "".join(
        f'<row r="{row}">' + "".join(f'<c r="{c}{row}" t="s"><v>0</v></c>' for c in "ABCDEF") + "</row>"
        for row in range(3, 2000)
    )
    spread = _with(data, SHEET, lambda part: part.replace(b"</sheetData>", rows.encode() + b"</sheetData>"))
    return _with(spread, STRINGS, lambda part: part.replace(b"<t>", b"<t>" + b"x" * 30_000, 1))


def entities(data: bytes, _: Random) -> bytes:
    """Texts that are made of ten of another, nine times over; and one that asks for a file."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE x [<!ENTITY l0 "ha"><!ENTITY f SYSTEM "file:///etc/passwd">{laughs}]>'
    return _with(
        data,
        STRINGS,
        lambda part: part.replace(b"?>", b"?>" + doctype.encode(), 1).replace(b"<t>", b"<t>&l9;&f;", 1),
    )


def paths(data: bytes, random: Random) -> bytes:
    """Parts that would lie elsewhere, were they ever unpacked."""
    name = random.choice(["../../../../nodstat-fuzz", "/nodstat-fuzz", "C:\\nodstat-fuzz", "x" * 60_000])
    return _archive({**_parts(data), name: b"x"})


def locked(data: bytes, _: Random) -> bytes:
    """Every part is marked as encrypted."""
    spoilt = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(mark), data):
            spoilt[found.start() + at] |= 1
    return bytes(spoilt)


def no_workbook(_: bytes, random: Random) -> bytes:
    return random.choice([b"", b"PK", b"PK\x05\x06" + bytes(18), b"\xd0\xcf\x11\xe0" + bytes(2000), b"a;b\n1;2\n"])


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _archive(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def _with(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    parts = _parts(data)
    return _archive({**parts, name: change(parts[name])})


def _in_some_cell(data: bytes, random: Random, cell: bytes, kind: bytes) -> bytes:
    """A cell below the header becomes another one, of this kind."""
    sheet = _parts(data)[SHEET]
    cells = [found for found in re.finditer(rb'<c r="[A-F]\d+"[^>]*>.*?</c>', sheet) if found.start() > len(sheet) // 4]
    old = random.choice(cells)
    place = re.match(rb'<c r="\w+"', old[0])
    assert place is not None
    return _with(data, SHEET, lambda part: part.replace(old[0], place[0] + cell.replace(b"%s", kind, 1)))


WORKBOOK: tuple[Mutator, ...] = (
    *(flipped, cut_off, cut_out, noise, nothing_but_noise, part_flipped, part_cut_off, part_gone, columns_swapped),
    *(formulas, odd_cell, huge_cell, personal, far_cell, bomb, text_bomb, entities, paths, locked, no_workbook),
)
