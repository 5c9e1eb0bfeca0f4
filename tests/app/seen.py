"""What a page shows, as its readers see it."""

from __future__ import annotations

import re
from html import unescape

from streamlit.testing.v1 import AppTest


def html(app: AppTest) -> str:
    """The HTML that the page is made of."""
    return "\n".join(element.proto.body for element in app.get("html"))


def words(markup: str) -> str:
    """The text of HTML, with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", markup)).replace("\N{NO-BREAK SPACE}", " ").split())


def metrics(app: AppTest) -> dict[str, str]:
    """Every figure by its label."""
    return {metric.label: metric.value.replace("\N{NO-BREAK SPACE}", " ") for metric in app.metric}


def deltas(app: AppTest) -> dict[str, str]:
    """Every figure's change, and what it is measured from, by label."""
    return {
        metric.label: f"{metric.delta} {metric.proto.delta_description}".replace("\N{NO-BREAK SPACE}", " ")
        for metric in app.metric
    }


def title(app: AppTest) -> str:
    """The question."""
    assert not app.exception
    return "".join(one.value for one in app.title)


def notes(app: AppTest) -> list[str]:
    """What is said above the figures."""
    return [one.value for one in app.info]
