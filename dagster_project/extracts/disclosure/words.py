"""The symbol that stands for a hidden number, and what is said beside it."""

from __future__ import annotations

SYMBOL = ":"


def explanation(threshold: int) -> dict[str, str]:
    """What the symbol means, in Norwegian bokmål (`nb`) and in English (`en`)."""
    return {
        "nb": (
            f"«{SYMBOL}» betyr at tallet ikke vises av hensyn til personvernet: det bygger på færre enn {threshold} "
            "hendelser, eller det ville gjort det mulig å regne seg fram til et slikt tall. Null vises."
        ),
        "en": (
            f"“{SYMBOL}” means that the number is not shown, to protect privacy: it rests on fewer than {threshold} "
            "events, or such a number could be worked out from it. Zeros are shown."
        ),
    }
