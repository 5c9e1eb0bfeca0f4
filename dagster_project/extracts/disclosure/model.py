"""Counts, and the sums that bind them: what protector and attacker both reason about.

Anything that is published as a number of events is a *cell*; so is what anyone can subtract from two of them (the rest
of a total, the complement of a share): a *latent* cell, which is guarded though it is never shown. Every sum that holds
by definition is a *relation*. A protected table is a choice of cells to hide.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Counts = NDArray[np.int64]
Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]


class DisclosureError(Exception):
    """The table cannot be protected as it was given. One line says what is wrong and what to do."""


@dataclass(frozen=True)
class Table:
    """m cells and k relations.

    values     m counts of events, none negative.
    relations  k × m sparse matrix; relations @ values = 0, which everybody knows.
    exported   m flags: shown unless hidden. The others are latent: nobody is shown them, anybody may compute them.
    sensitive  m flags: no attacker may narrow these down. Counts 1 to threshold − 1, and what versions.py adds.
    known      m flags: shown before with this value. Hiding it now would hide nothing, nor anything else behind it.
    restated   m flags: shown before with another value. Covers itself, but nothing else: its old value is a good guess.
    withheld   m flags: hidden before, so to be hidden again.
    """

    values: Counts
    relations: sparse.csr_array
    exported: Mask
    sensitive: Mask
    known: Mask
    restated: Mask
    withheld: Mask

    def __post_init__(self) -> None:
        """Refuse what is no table of counts: raises DisclosureError."""
        if (self.values < 0).any():
            raise DisclosureError("A count is negative: protect counts of events only.")
        if (self.relations @ self.values).any():
            raise DisclosureError("A relation does not hold in the table's own counts: mend the sums first.")

    @property
    def floor(self) -> Numbers:
        """The least that an attacker must think possible, per cell.

        Zeros are shown, and he knows that, so what is hidden is at least 1. Of a latent cell he knows only that it is
        not negative, as of a zero that is hidden because an earlier version hid it.
        """
        return np.where(self.exported & (self.values > 0), 1.0, 0.0)

    def guarded(self, hidden: Mask) -> Mask:
        """The cells whose intervals must be wide: all that are hidden, and the sensitive ones."""
        return hidden | self.sensitive


@dataclass(frozen=True)
class View:
    """What an attacker takes as given (`fixed`), the cells (`targets`) to be guarded against him who does, and those
    that may be hidden to cover them (`covers`), if they are not already.
    """

    fixed: Mask
    targets: Mask
    covers: Mask


def views(table: Table, hidden: Mask) -> list[View]:
    """The attackers to be withstood.

    One takes what was ever shown as still true: a restated cell then covers no other. The other knows that restated
    cells have changed and is after how much, so they are unknown to him where they are hidden now. Latent cells are
    given to nobody, but where they were shown elsewhere.
    """
    guarded = table.guarded(hidden)
    shown = table.known | (table.exported & ~hidden)
    found = [View(shown | table.restated, guarded & ~table.restated, ~(table.known | table.restated))]
    if (guarded & table.restated).any():
        found.append(View(shown, guarded & table.restated, ~table.known))
    return found
