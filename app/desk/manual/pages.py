"""The pages of the manual, drawn from Markdown once. A heading `## Kemas {#pack}` begins a section that links can name."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

FOLDER = Path(__file__).with_name("pages")
# In the order of reading.
NAMES = (
    "mulai",
    "antrean",
    "pesanan",
    "uang",
    "kirim",
    "stok",
    "kata-kata",
    "angka",
    "keliru",
    "ditolak",
    "spanduk",
    "privasi",
    "pekerjaan",
    "webhook",
)
_ID = re.compile(r"\s*\{#([\w-]+)\}$")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page that links can name; text is its Markdown, without the heading."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the manual, with the title of its first heading."""

    name: str
    title: str
    body: Markup
    sections: tuple[Section, ...]


@cache
def page(name: str) -> Page:
    """One of NAMES."""
    text = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(text)
    headings = [(it, tokens[place + 1]) for place, it in enumerate(tokens) if it.type == "heading_open"]
    sections = _sections(headings, text.splitlines())
    title = headings[0][1].content
    body = Markup(reader.renderer.render(tokens, reader.options, {}))  # noqa: S704  (our own pages, raw HTML off)
    return Page(name, title, body, sections)


def pages() -> list[Page]:
    """All pages, in the order of reading."""
    return [page(name) for name in NAMES]


def _sections(headings: list[tuple[Token, Token]], lines: list[str]) -> tuple[Section, ...]:
    """The headings that carry a name, which becomes their id."""
    begins = [(heading.map or [0, 0])[1] for heading, _ in headings]
    ends = [*((heading.map or [0, 0])[0] for heading, _ in headings[1:]), len(lines)]
    found = []
    for (heading, words), begin, end in zip(headings, begins, ends, strict=True):
        name = _ID.search(words.content)
        if name and words.children:
            words.content = _ID.sub("", words.content)
            words.children[-1].content = _ID.sub("", words.children[-1].content)
            heading.attrSet("id", name[1])
            found.append(Section(name[1], words.content, "\n".join(lines[begin:end]).strip()))
    return tuple(found)
