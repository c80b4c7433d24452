"""What somebody gets to see of a small page of HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser


class Shown(HTMLParser):
    """What a reader of the page gets: its words, and where its links lead."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self._body = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self._body = self._body or tag == "body"
        self.links += [value for name, value in attrs if name == "href"]

    def handle_data(self, data):
        if self._body:
            self.words.append(data)


def bare(said: str, urls: list[str]) -> str:
    """The letters and figures alone: marks of lists and quotes differ, words may not."""
    shown = [*urls, *(url.removeprefix("mailto:").partition("?")[0] for url in urls)]
    for url in sorted(shown, key=len, reverse=True):
        said = said.replace(url, "")
    return re.sub(r"[\W_]+", "", said)
