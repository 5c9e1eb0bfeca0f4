"""A text that no log, message or repr shows, from a variable or from the file that a second variable names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Secret:
    """A text that no log, message or repr shows."""

    text: str = field(default="", repr=False)
    file: Path | None = None
    """Holds the text instead: read when it is needed, so that only who needs it must be able to."""

    def read(self) -> str:
        """The text, without the line's end. Raises OSError."""
        return self.text if self.file is None else self.file.read_text(encoding="utf-8").strip()


def secret(environment: Mapping[str, str], name: str) -> Secret | None:
    """The secret of a variable or of its `…_FILE`; None without either. Raises ValueError for both."""
    text, file = environment.get(name), environment.get(f"{name}_FILE")
    if text and file:
        raise ValueError(f"{name} and {name}_FILE are both set, but only one of them can hold")
    if file:
        return Secret(file=Path(file).absolute())
    return Secret(text) if text else None


def secrets_of(environment: Mapping[str, str], prefix: str) -> dict[str, Secret]:
    """The secrets of several, by id: `<prefix>SFTP_LAT` is that of `sftp-lat`. Raises ValueError as `secret` does."""
    names = {name.removesuffix("_FILE") for name in environment if name.startswith(prefix)}
    found = {name.removeprefix(prefix).lower().replace("_", "-"): secret(environment, name) for name in names}
    return {one: value for one, value in found.items() if value is not None}
