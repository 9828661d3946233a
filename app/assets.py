"""Static files: one for styles (another for the desk), one for scripts, names that carry the content's hash, packed once and kept in memory.

Every process builds the same names from the same files, so it does not matter which one answers. A name from an older
release is answered with today's file, uncached, so pages made during a deployment keep their looks.
"""

import hashlib
import mimetypes
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import brotli  # type: ignore[import-untyped]
from flask import Flask, Response, abort, request, url_for

STATIC = Path(__file__).parent / "static"
STYLES = ("css/reset.css", "css/tokens.css", "css/base.css", "css/components/*.css", "css/utilities.css")
DESK_STYLES = (*STYLES[:-1], "css/desk/*.css", STYLES[-1])
SCRIPTS = ("vendor/htmx-4.0.1.min.js", "vendor/htmx-ptag-4.0.1.min.js", "js/app.js")
SINGLE = ("img/*", "js/banner.js", "js/tap.speculationrules")

FOREVER = "public, max-age=31536000, immutable"
mimetypes.add_type("application/speculationrules+json", ".speculationrules")
_HASHED = re.compile(r"(?P<stem>.+)\.(?P<hash>[0-9a-f]{10})(?P<suffix>\.[a-z0-9]+)", re.ASCII)
_PACKABLE = {"text/css", "text/javascript", "image/svg+xml", "application/manifest+json"}


@dataclass(frozen=True)
class Asset:
    """One file as it is served. `name` is what templates call it, `path` is its address below /static/."""

    name: str
    content: bytes

    @cached_property
    def path(self) -> str:
        """The name with its hash, as in shop.3fa2c14d5e.css."""
        stem, _, suffix = self.name.rpartition(".")
        return f"{stem}.{self.digest}.{suffix}"

    @cached_property
    def digest(self) -> str:
        """The first ten hex digits of the content's SHA-256."""
        return hashlib.sha256(self.content).hexdigest()[:10]

    @property
    def media_type(self) -> str:
        """The type that goes with the name's suffix."""
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    @cached_property
    def packed(self) -> dict[str, bytes]:
        """Content by its encoding, best first; only what packing makes smaller."""
        if self.media_type not in _PACKABLE:
            return {}
        gzip = zlib.compressobj(9, zlib.DEFLATED, 31)
        return {"br": brotli.compress(self.content, quality=11), "gzip": gzip.compress(self.content) + gzip.flush()}


class Assets:
    """All static files of the shop, read when the process starts."""

    def __init__(self, folder: Path = STATIC) -> None:
        self._folder = folder
        styles = Asset("shop.css", _minified(self._joined(STYLES)))
        desk = Asset("desk.css", _minified(self._joined(DESK_STYLES)))
        scripts = Asset("shop.js", self._joined(SCRIPTS))
        singles = [Asset(path.relative_to(folder).as_posix(), _read(path)) for path in self._files(SINGLE)]
        self._by_name = {asset.name: asset for asset in (styles, desk, scripts, *singles)}

    def named(self, name: str) -> Asset:
        """The file templates call `name`. Raises KeyError when there is none."""
        return self._by_name[name]

    def at(self, path: str) -> tuple[Asset | None, bool]:
        """The file at an address, and whether the address carries today's hash."""
        found = _HASHED.fullmatch(path)
        name = f"{found['stem']}{found['suffix']}" if found else path
        asset = self._by_name.get(name)
        return asset, asset is not None and asset.path == path

    def _joined(self, patterns: tuple[str, ...]) -> bytes:
        return b"\n".join(map(_read, self._files(patterns)))

    def _files(self, patterns: tuple[str, ...]) -> Iterator[Path]:
        for pattern in patterns:
            yield from sorted(self._folder.glob(pattern))


def init_app(app: Flask) -> None:
    """Serves /static/ from memory (the app is made with static_folder=None) and gives templates asset_url(name)."""
    assets = Assets()
    app.add_url_rule("/static/<path:path>", endpoint="static", view_func=_server(assets))
    app.add_template_global(lambda name: url_for("static", path=assets.named(name).path), "asset_url")
    app.extensions["preload"] = f'"/static/{assets.named("js/tap.speculationrules").path}"'


def _server(assets: Assets) -> Callable[[str], Response]:
    def serve(path: str) -> Response:
        asset, is_current = assets.at(path)
        return _answer(asset, is_current) if asset else abort(404)

    return serve


def _answer(asset: Asset, is_current: bool) -> Response:
    encoding = request.accept_encodings.best_match(asset.packed)
    response = Response(asset.packed.get(encoding or "", asset.content), mimetype=asset.media_type)
    response.headers["Cache-Control"] = FOREVER if is_current else "no-cache"
    if asset.packed:
        response.headers["Vary"] = "Accept-Encoding"
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.set_etag(f"{asset.digest}-{encoding or 'plain'}")
    response.make_conditional(request)
    return response


def _read(path: Path) -> bytes:
    """A file; our own scripts without what only their readers need: indents, comments on lines of their own, ends of lines that end nothing."""
    content = path.read_bytes()
    if path.parent.name != "js":
        return content
    bare = re.sub(rb"^\s+(//.*\n)?|^//.*\n", b"", content, flags=re.MULTILINE)
    return re.sub(rb"(?<=[;{,])\n", b"", bare)


def _minified(css: bytes) -> bytes:
    text = re.sub(r"/\*.*?\*/", "", css.decode(), flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r" ?([{};,]) ?", r"\1", text).replace(";}", "}").strip().encode()
