"""Ways in which a file goes wrong: each takes the bytes of a good delivery and spoils them, by seeded chance."""

from __future__ import annotations

import codecs
import gzip
import json
import re
from collections.abc import Callable
from random import Random

BIRTH_NUMBER = "01017000027"
"""Of nobody: the check digits are right, and the number was never given out."""
LIMIT = 2 * 1024**2
"""The largest delivery that the corpus' reader takes, in bytes: a bomb need not be larger than this."""

Mutator = Callable[[bytes, Random], bytes]


def flipped(data: bytes, random: Random) -> bytes:
    """One byte in a hundred, and at least one, has another bit."""
    spoilt = bytearray(data)
    for _ in range(max(1, len(data) // 100)):
        spoilt[random.randrange(len(spoilt))] ^= 1 << random.randrange(8)
    return bytes(spoilt)


def cut_off(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data))]


def cut_out(data: bytes, random: Random) -> bytes:
    start = random.randrange(len(data))
    return data[:start] + data[start + random.randrange(1, 60) :]


def noise(data: bytes, random: Random) -> bytes:
    start = random.randrange(len(data))
    return data[:start] + random.randbytes(random.randrange(1, 200)) + data[start:]


def nothing_but_noise(_: bytes, random: Random) -> bytes:
    return random.randbytes(random.randrange(1, 5000))


def nulls(data: bytes, random: Random) -> bytes:
    """In one line, or everywhere, as after a power cut."""
    if random.random() < 0.3:
        return bytes(len(data))
    return _in_some_line(data, random, lambda line: line[: len(line) // 2] + b"\0\0" + line[len(line) // 2 :])


def without_bytes(_: bytes, random: Random) -> bytes:
    return random.choice([b"", b"\n", b"\r\n\r\n", codecs.BOM_UTF8, b" \t\n"])


def first_line_alone(data: bytes, _: Random) -> bytes:
    return data.splitlines(keepends=True)[0]


def lines_shuffled(data: bytes, random: Random) -> bytes:
    lines = data.splitlines(keepends=True)
    random.shuffle(lines)
    return b"".join(lines)


def lines_repeated(data: bytes, random: Random) -> bytes:
    return data + b"".join(random.choices(data.splitlines(keepends=True), k=20))


def other_line_ends(data: bytes, random: Random) -> bytes:
    return data.replace(b"\n", random.choice([b"\r", b"\n\r", b"\r\r\n", b"\x0b", b"\n\n", b"\xe2\x80\xa8"]))


def other_encoding(data: bytes, random: Random) -> bytes:
    text = data.decode("utf-8", errors="replace")
    return text.encode(random.choice(["utf-16", "utf-16-le", "utf-32", "cp037", "latin-1"]), errors="replace")


def quotes(data: bytes, random: Random) -> bytes:
    return _in_some_line(data, random, lambda line: line.replace(random.choice(line.decode("latin-1")).encode(), b'"'))


def huge_field(data: bytes, random: Random) -> bytes:
    size = random.choice([1_000, 131_073, 500_000])
    return _in_some_field(data, random, lambda _: b"x" * size)


def odd_value(data: bytes, random: Random) -> bytes:
    """What readers of numbers, times, paths and formulas trip over."""
    odd = random.choice(
        [
            *("-1", "1e999", "NaN", "Infinity", "99999999999999999999999", "0x1F", "\u0661\u0662", "\U0001f691"),
            *("0000-00-00", "9999-12-31T23:59:59.999Z", "2025-03-30T02:30:00", "31.02.2025 00:00:00", "-0001-01-01"),
            *("../../../x", "/etc/passwd", "%s%n", "$(touch x)", "'; DROP TABLE x; --", "=1+1", "@SUM(A1)"),
            *("\u202e", "\ufeff", "e\u0301" * 40, "\x7f", "null", "None"),
        ]
    )
    return _in_some_field(data, random, lambda _: odd.encode())


def personal(data: bytes, random: Random) -> bytes:
    """A birth number in a field, and something else wrong with its line at times."""
    spoilt = _in_some_field(data, random, lambda field: field + b" " + BIRTH_NUMBER.encode())
    return random.choice([cut_out, flipped, lines_repeated, columns_swapped])(spoilt, random)


def columns_swapped(data: bytes, random: Random) -> bytes:
    """Two columns, in every row or in all but the first."""
    delimiter, lines = _delimiter(data), data.split(b"\n")
    width = lines[0].count(delimiter) + 1
    one, other = random.randrange(width), random.randrange(width)
    swapped = []
    for number, line in enumerate(lines):
        fields = line.split(delimiter)
        if len(fields) == width and (number or random.random() < 0.5):
            fields[one], fields[other] = fields[other], fields[one]
        swapped.append(delimiter.join(fields))
    return b"\n".join(swapped)


def other_delimiter(data: bytes, random: Random) -> bytes:
    return data.replace(_delimiter(data), random.choice([b"\t", b"|", b",", b";", b"  "]))


def many_columns(data: bytes, random: Random) -> bytes:
    """10,000 more in the header, in every row, or in both."""
    more = _delimiter(data).join(b"c%d" % number for number in range(10_000))
    header, _, rows = data.partition(b"\n")
    wide = [line + _delimiter(data) * 10_000 for line in rows.split(b"\n")]
    where = random.randrange(3)
    return b"\n".join([header + _delimiter(data) + more if where != 1 else header, b"\n".join(wide) if where else rows])


def deep_json(data: bytes, random: Random) -> bytes:
    """A value, or a whole line, nested deeper than writers or readers of JSON go."""
    depth = random.choice([100, 300, 1_000, 5_000, 100_000])
    nested = "[" * depth + "]" * depth if random.random() < 0.5 else '{"a":' * depth + "1" + "}" * depth
    lines = data.decode("utf-8", errors="replace").splitlines()
    at = random.randrange(len(lines))
    lines[at] = nested if random.random() < 0.3 else re.sub(r'"(AMK|LVS)[^"]*"', nested, lines[at])
    return "\n".join(lines).encode()


def other_json(data: bytes, random: Random) -> bytes:
    """A line that is JSON, but no object, or one of other values than texts."""
    lines = data.decode("utf-8", errors="replace").splitlines()
    at = random.randrange(len(lines))
    record = json.loads(lines[at]) if lines[at].startswith("{") else {}
    odd = [1, -0.0, 1e308, 2**63, True, [], {}, [[1]], {"id": {"id": 1}}, "\ud83d\ude91", "", "\0"]
    spoilt = [{key: random.choice(odd) for key in record}, {**record, random.choice(list(record) or ["a"]): None}, *odd]
    lines[at] = random.choice(
        [json.dumps(random.choice(spoilt)), '{"a": 1, "a": 2}', '{"sessionId": "\\ud800"}', "{}{}", "NaN"]
    )
    return "\n".join(lines).encode()


def gzip_cut_off(data: bytes, random: Random) -> bytes:
    return cut_off(gzip.compress(data), random)


def gzip_flipped(data: bytes, random: Random) -> bytes:
    return flipped(gzip.compress(data), random)


def gzip_twice(data: bytes, _: Random) -> bytes:
    return gzip.compress(gzip.compress(data))


def gzip_with_a_tail(data: bytes, random: Random) -> bytes:
    return gzip.compress(data) + random.choice([b"\0" * 512, random.randbytes(50), gzip.compress(b"x\n" * 20)])


def gzip_bomb(data: bytes, random: Random) -> bytes:
    """Many times as large as its reader's limit; of blanks, of nulls, or of short lines after a header."""
    filling = random.choice([b" ", b"\0", b"\n", b"a\n", b'"\n'])
    return gzip.compress(data + filling * (4 * LIMIT // len(filling)))


def gzip_of_mutant(data: bytes, random: Random) -> bytes:
    return gzip.compress(random.choice([flipped, cut_out, noise, columns_swapped, odd_value, personal])(data, random))


def _delimiter(data: bytes) -> bytes:
    header = data.partition(b"\n")[0]
    return max((b";", b","), key=header.count)


def _in_some_line(data: bytes, random: Random, change: Callable[[bytes], bytes]) -> bytes:
    lines = data.split(b"\n")
    at = random.choice([number for number, line in enumerate(lines) if line] or [0])
    return b"\n".join([*lines[:at], change(lines[at] or b" "), *lines[at + 1 :]])


def _in_some_field(data: bytes, random: Random, change: Callable[[bytes], bytes]) -> bytes:
    """A field of a line; of JSON, a text or a number."""

    def in_line(line: bytes) -> bytes:
        if line.startswith(b"{"):
            fields = list(re.finditer(rb'(?<=:")[^"]*(?=")', line))
        else:
            fields = list(re.finditer(rb"[^;,\r]+", line))
        if not fields:
            return change(b"")
        field = random.choice(fields)
        return line[: field.start()] + change(field[0]) + line[field.end() :]

    return _in_some_line(data, random, in_line)


TEXT: tuple[Mutator, ...] = (
    *(flipped, cut_off, cut_out, noise, nothing_but_noise, nulls, without_bytes, first_line_alone),
    *(lines_shuffled, lines_repeated, other_line_ends, other_encoding, quotes, huge_field, odd_value, personal),
)
"""For any text."""
DELIMITED: tuple[Mutator, ...] = (*TEXT, columns_swapped, other_delimiter, many_columns)
JSON_LINES: tuple[Mutator, ...] = (*TEXT, deep_json, other_json)
GZIPPED: tuple[Mutator, ...] = (
    gzip_cut_off, gzip_flipped, gzip_twice, gzip_with_a_tail, gzip_bomb, gzip_of_mutant,
)  # fmt: skip
"""From text to gzip."""
