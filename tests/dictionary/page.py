"""A page as its markup has it, read by the standard library's parser, which knows nothing of templates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "img", "input", "path", "rect"}


@dataclass
class Element:
    """An element, what it holds in order, and where it lies."""

    tag: str
    attributes: dict[str, str]
    content: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words, with single spaces."""
        return " ".join(self._words().split())

    def all(self) -> Iterator[Element]:
        """It and everything inside."""
        yield self
        for part in self.content:
            if isinstance(part, Element):
                yield from part.all()

    def find(self, tag: str, **attributes: str) -> list[Element]:
        """Elements of a tag and these attributes (`class_` for class) inside."""
        wanted = {name.rstrip("_"): value for name, value in attributes.items()}
        return [e for e in self.all() if e.tag == tag and wanted.items() <= e.attributes.items()]

    def links(self) -> list[str]:
        """Where its links lead."""
        return [link.attributes["href"] for link in self.find("a")]

    def _words(self) -> str:
        return "".join(part if isinstance(part, str) else f" {part._words()} " for part in self.content)


@dataclass
class Page:
    """The root element, and what is wrong with the markup."""

    root: Element
    problems: list[str]

    def by_id(self, id_: str) -> Element:
        """The one element of that id."""
        (found,) = [element for element in self.root.all() if element.attributes.get("id") == id_]
        return found


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("", {})]
        self.problems: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        if len(attrs) != len(element.attributes):
            self.problems.append(f"<{tag}> has an attribute twice, at {self.getpos()}")
        self.open[-1].content.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or self.open[-1].tag != tag:
            self.problems.append(f"</{tag}> closes <{self.open[-1].tag}>, at {self.getpos()}")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].content.append(data)


def read_page(html: str) -> Page:
    """Parse a page; what is not closed, or closed in the wrong order, is a problem."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    problems = parser.problems + [f"<{element.tag}> is never closed" for element in parser.open[1:]]
    return Page(parser.open[0], problems)
