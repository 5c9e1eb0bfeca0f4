"""Read a mapping strictly: every key is asked for, none is left over, and each error is one line that says where."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

Read = Callable[[Any], Any]
"""Gives the value as it is used. Raises ValueError, which goes on where the key's name ends."""
_REQUIRED = object()


class RecipientError(Exception):
    """The recipients' file is not as it must be; the message is one line: file, where, what to do."""


class Reader:
    """One mapping of the file."""

    def __init__(self, content: object, where: str) -> None:
        self.where = where
        if not isinstance(content, Mapping):
            raise RecipientError(f"{where}must be names with values below them")
        self._left: dict[Any, Any] = dict(content)

    def wrong(self, what: str) -> RecipientError:
        """The error to raise for what is wrong here."""
        return RecipientError(f"{self.where}{what}")

    def get(self, key: str, read: Read, default: Any = _REQUIRED) -> Any:
        """A key's value as `read` gives it. Raises RecipientError."""
        if key not in self._left:
            if default is _REQUIRED:
                raise self.wrong(f"{key} is missing")
            return default
        try:
            return read(self._left.pop(key))
        except ValueError as error:
            raise self.wrong(f"{key} {error}") from None

    def inner(self, key: str) -> Reader:
        """The mapping below a key. Raises RecipientError."""
        return Reader(self.get(key, mapping), f"{self.where}{key}: ")

    def done(self) -> None:
        """Raises RecipientError for a key that nobody has asked for."""
        if self._left:
            raise self.wrong(f"'{next(iter(self._left))}' is no word that is known here")


def mapping(value: object) -> Mapping[Any, Any]:
    """Names with values."""
    if not isinstance(value, Mapping) or not value:
        raise ValueError("must have names with values below it")
    return value


def text(value: object) -> str:
    """A text on one line."""
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise ValueError("must be a text on one line")
    return value.strip()


def texts(value: object) -> tuple[str, ...]:
    """Texts, each of them once."""
    if not isinstance(value, list) or not value or len(set(map(str, value))) < len(value):
        raise ValueError("must be a list, each of it once")
    return tuple(text(entry) for entry in value)


def all_or_texts(value: object) -> tuple[str, ...] | None:
    """None for the word `all`."""
    return None if value == "all" else texts(value)


def addresses(value: object) -> tuple[str, ...]:
    """E-mail addresses, or none."""
    found = texts(value) if value else ()
    if not all(re.fullmatch(r"[^@\s,]+@[^@\s,]+", address) for address in found):
        raise ValueError("must be a list of e-mail addresses")
    return found


def one_of(words: Iterable[str]) -> Read:
    """One of these words."""
    known = tuple(words)

    def read(value: object) -> object:
        if value not in known:
            raise ValueError(f"is '{value}', but must be one of {', '.join(known)}")
        return value

    return read


def some_of(words: Iterable[str]) -> Read:
    """A list of these words."""
    read = one_of(words)
    return lambda value: tuple(read(word) for word in texts(value))


def whole(span: range) -> Read:
    """A whole number in this span."""

    def read(value: object) -> object:
        if not isinstance(value, int) or isinstance(value, bool) or value not in span:
            raise ValueError(f"is '{value}', but must be a whole number from {span.start} to {span.stop - 1}")
        return value

    return read
