"""Answers: pages, fragments, redirects, failures. Only this file knows HX-* headers and Vary."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import PurePosixPath
from time import time
from typing import Any, NamedTuple
from urllib.parse import quote

import brotli  # type: ignore[import-untyped]
from flask import Flask, Response, current_app, flash, get_flashed_messages, make_response, render_template, request
from markupsafe import Markup

from app.settings import Settings

DESK = "/admin"
SECOND_FACTOR = f"{DESK}/second-factor"
NOTICES = "partials/layout/notices.html"
FAILURES = {
    400: ("Tidak terbaca", "Ada bagian dari alamat atau kiriman yang tidak bisa kami baca. Kembali dan coba lagi."),
    403: ("Ditolak", "Permintaan ini tidak datang dari halaman toko. Buka tokonya langsung lalu coba lagi."),
    404: ("Tidak ditemukan", "Halaman atau barang ini tidak ada. Mungkin alamatnya salah ketik."),
    405: ("Tidak bisa begitu", "Halaman ini tidak bisa dipakai dengan cara itu. Kembali dan coba lagi."),
    409: ("Berubah", "Ini baru saja berubah. Lihat keadaan terbarunya lalu coba lagi."),
    413: ("Terlalu besar", "Kiriman ini terlalu besar. Berkas paling besar 5 MB."),
    415: ("Jenis kiriman tidak dikenal", "Kami tidak bisa membaca jenis kiriman ini. Kirim lewat formulir di halaman."),
    422: ("Belum lengkap", "Ada isian yang perlu diperbaiki."),
    429: ("Terlalu sering", "Terlalu banyak percobaan. Tunggu sebentar lalu coba lagi."),
    500: ("Ada yang rusak di sisi kami", "Kami sudah mencatatnya. Coba lagi sebentar lagi, atau hubungi CS."),
    503: ("Sebentar, ya", "Toko sedang tidak bisa dibuka. Keranjangmu aman. Coba lagi beberapa detik lagi."),
}
PACKING = 5  # brotli's level for what many get: above it pages hardly shrink and take longer
PACKING_FOR_ONE = 2  # for answers that one shopper gets once: 0.3 KB more, in a third of the time
_PACKED = "br"
_VARY = "HX-Request, HX-Request-Type, HX-Boosted, HX-History-Restore-Request"


def init_app(app: Flask) -> None:
    """Gives templates `drawn_once`: a partial made of nothing but the (hashable) words it is given, remembered by them."""

    @lru_cache(maxsize=1024)
    def drawn_once(template: str, **context: Any) -> Markup:
        return Markup(app.jinja_env.get_template(template).render(context))  # noqa: S704  (a template's own output)

    app.jinja_env.globals["drawn_once"] = drawn_once


def wants_fragment() -> bool:
    """True when htmx asks for a part of a page; boosted and history-restore requests want the whole."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Request-Type") != "full"
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-History-Restore-Request") != "true"
    )


def page(
    template: str,
    fragment: str | None = None,
    *,
    also: Sequence[str] = (),
    public: bool = False,
    status: int = 200,
    **context: Any,
) -> Response:
    """The whole page, or for htmx its fragment and the partials it made stale.

    public: the same for everyone, made of the (hashable) context alone: cacheable for a minute, with an ETag; else
    private and not stored.
    """
    if public:
        return _public(fragment if fragment and wants_fragment() else template, context)
    if fragment and wants_fragment():
        return fragments(fragment, *also, status=status, **context)
    context.setdefault("notices", get_flashed_messages(with_categories=True))
    return _html(render_template(template, **context), status)


def fragments(first: str, *also: str, status: int = 200, **context: Any) -> Response:
    """Partial files: the first for the request's target, the others for the regions named like them."""
    title = Markup("<title>{}</title>").format(f"{context['title']} – Sensasiwangi") if "title" in context else ""
    parts = [title, render_template(first, **context)]
    for name in also:
        rendered = render_template(name, **context)
        parts.append(f'<hx-partial hx-target="#{root_id(name)}" hx-swap="outerMorph">{rendered}</hx-partial>')
    return _html("".join(parts), status)


def polled(template: str, **context: Any) -> Response:
    """A fragment that is asked for again and again: 304 while it has not changed (htmx's polling tag)."""
    body = render_template(template, **context)
    tag = hashlib.sha256(body.encode()).hexdigest()[:16]
    is_known = request.headers.get("HX-PTag") == tag or tag in request.if_none_match
    response = Response(status=304) if is_known else _html(body, 200)
    response.headers["HX-PTag"] = tag
    response.set_etag(tag)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def done(url: str, *partials: str, said: str = "", **context: Any) -> Response:
    """After a write: for htmx the partials it made stale, for a plain post 303 to url, where `said` is shown once."""
    if wants_fragment():
        return fragments(*partials, **context)
    if said:
        flash(said, "good")
    return redirect(url)


def redirect(url: str, *, whole_page: bool = False) -> Response:
    """303 to a GET, which for htmx answers with its fragment; whole_page leaves the current page behind."""
    if whole_page and wants_fragment():
        response = make_response("", 204)
        response.headers["HX-Redirect"] = url
    else:
        response = make_response("", 303)
        response.headers["Location"] = url
    return response


def sign_in_url(next_url: str) -> str:
    """Where a visitor signs in before going on to next_url (a path of this site)."""
    return f"/auth/login?next={quote(next_url, safe='/')}"


def failure(status: int, title: str, sentence: str, *, retry_after: int | None = None) -> Response:
    """A failure as a page, or for htmx as a notice in the notices region."""
    if wants_fragment():
        response = fragments(NOTICES, status=status, notices=[("error", sentence)])
        response.headers["HX-Retarget"] = f"#{root_id(NOTICES)}"
        response.headers["HX-Reswap"] = "outerMorph"
        response.headers["HX-Push-Url"] = "false"
    else:
        response = _html(render_template("errors/failure.html", status=status, title=title, sentence=sentence), status)
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


def root_id(template: str) -> str:
    """partials/cart/totals.html -> cart-totals"""
    path = PurePosixPath(template)
    return f"{path.parent.name}-{path.stem}".replace("_", "-")


def _html(body: str | bytes, status: int) -> Response:
    return Response(body, status, {"Vary": _VARY, "Cache-Control": "private, no-store"})


def _public(template: str, context: dict[str, Any]) -> Response:
    drawn = _drawn(template, int(time()) // 60, current_app.config["SETTINGS"], tuple(context.items()))
    response = Response(drawn.body, 200, {"Vary": _VARY, "Cache-Control": "public, max-age=60"})
    if request.accept_encodings.best_match((_PACKED,)):
        response.set_data(drawn.packed)
        response.headers["Content-Encoding"] = _PACKED
        response.set_etag(f"{drawn.tag}:{_PACKED}")
    else:
        response.set_etag(drawn.tag)
    response.make_conditional(request)
    return response


class _Drawn(NamedTuple):
    body: bytes
    packed: bytes
    tag: str


@lru_cache(maxsize=256)
def _drawn(template: str, _minute: int, _settings: Settings, context: tuple[tuple[str, Any], ...]) -> _Drawn:
    """A public page, packed too. The database is asked every time; what it answers is not drawn twice in a minute."""
    body = render_template(template, **dict(context)).encode()
    return _Drawn(body, brotli.compress(body, quality=PACKING), hashlib.sha256(body).hexdigest()[:16])
