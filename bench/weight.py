"""What a first view weighs: the page and everything it loads, packed, with headers, as it goes over the wire."""

import re
from collections import Counter
from html import unescape
from urllib.parse import urljoin

from bench.client import Browser
from bench.pages import HX
from bench.shop import Shop

_LOADED = {
    "css": re.compile(r'<link rel="stylesheet" href="([^"]+)"'),
    "js": re.compile(r'<script src="([^"]+)"'),
    "icons": re.compile(r'<link rel="icon" href="([^"]+)"'),
    "manifest": re.compile(r'<link rel="manifest" href="([^"]+)"'),
    "pictures": re.compile(r'<img [^>]*src="([^"]+)"'),
}
_FRAGMENT = re.compile(r'hx-get="([^"]+)"\s+hx-trigger="load')
_IN_CSS = re.compile(r"url\([\"']?(?!data:)([^\"')]+)")


async def first_view(shop: Shop, path: str) -> dict[str, int]:
    """Bytes by kind; lazy pictures count, wherever they are on the page."""
    browser = shop.visitor()
    page = await browser.get(path)
    html = page.content().decode()
    bytes_of = Counter({"html": page.size})
    for kind, pattern in _LOADED.items():
        for address in set(pattern.findall(html)):
            bytes_of[kind] += await _size(browser, urljoin(path, unescape(address)), bytes_of)
    if rules := page.header("speculation-rules").strip('"'):
        bytes_of["rules"] += await _size(browser, rules, bytes_of)
    for address in _FRAGMENT.findall(html):
        bytes_of["fragments"] += (await browser.get(unescape(address), HX)).size
    return dict(bytes_of)


async def _size(browser: Browser, address: str, bytes_of: "Counter[str]") -> int:
    """What a file weighs; pictures that a stylesheet names are counted on the way."""
    answer = await browser.get(address)
    if answer.header("content-type").startswith("text/css"):
        for named in set(_IN_CSS.findall(answer.content().decode())):
            bytes_of["icons"] += (await browser.get(urljoin(address, named))).size
    return answer.size
