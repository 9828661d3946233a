"""Answers: pages, fragments, redirects, failures. Only this file knows HX-* headers and Vary."""

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import PurePosixPath
from time import time
from typing import Any, NamedTuple
from urllib.parse import quote

import brotli  # type: ignore[import-untyped]
from flask import Flask, Response, current_app, flash, get_flashed_messages, make_response, render_template, request
from markupsafe import Markup
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from app.forms import FormErrors
from app.settings import Settings

DESK = "/admin"
LINKS = "/o/"  # what is below opens by a secret in the address
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
    is_whole = not fragment or not wants_fragment()
    if is_whole:
        context |= {"banner": current_app.extensions["banner"].value, "site": site()}
    if public:
        return _public((template,), context, preloads=True) if is_whole else _public((str(fragment), *also), context)
    if fragment and not is_whole:
        return fragments(fragment, *also, status=status, **context)
    context.setdefault("notices", get_flashed_messages(with_categories=True))
    return _html(render_template(template, **context), status)


def fragments(first: str, *also: str, status: int = 200, **context: Any) -> Response:
    """Partial files: the first for the request's target, the others for the regions named like them."""
    title = Markup("<title>{}</title>").format(f"{context['title']} – Sensasiwangi") if "title" in context else ""
    return _html(f"{title}{_together((first, *also), context)}", status)


def messages(fields: Sequence[str], typed: Mapping[str, str], parsed: object) -> Response:
    """For a form that is still being written: the message of each field that has something in it, or that it is fine."""
    message = current_app.jinja_env.get_template("macros/forms.html").module.message  # type: ignore[attr-defined]
    errors = parsed.errors if isinstance(parsed, FormErrors) else {}
    return _html(
        "".join(_region(f"{name}-error", message(name, errors.get(name, ""))) for name in fields if typed.get(name)),
        200,
    )


def remembered(*templates: str, **context: Any) -> Response:
    """Fragments for one shopper that are made of nothing but the (hashable) context: many get the same ones."""
    return _served(_remembered(templates, context), "private, no-store")


def polled(template: str, **context: Any) -> Response:
    """The same for one that is asked for again and again: 304 while it has not changed (htmx's polling tag)."""
    drawn = _remembered((template,), context)
    response = _served(drawn, "private, no-cache", tagged=True)
    response.headers["HX-PTag"] = drawn.tag
    if request.headers.get("HX-PTag") == drawn.tag:
        response.status_code = 304
        response.set_data(b"")
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
        response = beside(fragments(NOTICES, status=status, notices=[("error", sentence)]))
    else:
        response = _html(render_template("errors/failure.html", status=status, title=title, sentence=sentence), status)
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


def beside(response: Response) -> Response:
    """Said in the notices region, whatever was asked; the rest of the page stays."""
    response.headers.update({"HX-Retarget": f"#{root_id(NOTICES)}", "HX-Reswap": "outerMorph", "HX-Push-Url": "false"})
    return response


def site() -> str:
    """The shop's public address, which addresses for others begin with; a developer's is the one that was asked."""
    settings: Settings = current_app.config["SETTINGS"]
    if settings.site_url and not settings.development:
        return settings.site_url
    return f"{request.scheme}://{request.host}"  # host_url decodes names, and fails at some


def root_id(template: str) -> str:
    """partials/cart/totals.html -> cart-totals"""
    path = PurePosixPath(template)
    return f"{path.parent.name}-{path.stem}".replace("_", "-")


def _html(body: str | bytes, status: int) -> Response:
    return Response(body, status, {"Vary": _VARY, "Cache-Control": "private, no-store"})


def _public(templates: tuple[str, ...], context: dict[str, Any], *, preloads: bool = False) -> Response:
    """preloads: browsers that can do so fetch a product's page when the finger comes down on its link."""
    response = _served(_remembered(templates, context), "public, max-age=60", tagged=True)
    if preloads:
        response.headers["Speculation-Rules"] = current_app.extensions["preload"]
    return response


class _Drawn(NamedTuple):
    body: bytes
    packed: bytes
    tag: str


def _remembered(templates: tuple[str, ...], context: dict[str, Any]) -> _Drawn:
    return _drawn(templates, int(time()) // 60, current_app.config["SETTINGS"], tuple(context.items()))


@lru_cache(maxsize=512)
def _drawn(
    templates: tuple[str, ...], _minute: int, _settings: Settings, context: tuple[tuple[str, Any], ...]
) -> _Drawn:
    """A public page or fragments, packed too. The database is asked every time; what it answers is not drawn twice in a minute."""
    body = _together(templates, dict(context)).encode()
    return _Drawn(body, brotli.compress(body, quality=PACKING), hashlib.sha256(body).hexdigest()[:16])


def _together(templates: Sequence[str], context: dict[str, Any]) -> str:
    """The first template for the request's target, the others for the regions named like them."""
    first, *also = (render_template(name, **context) for name in templates)
    return first + "".join(_region(root_id(name), part) for name, part in zip(templates[1:], also, strict=True))


def _region(id_: str, rendered: str) -> str:
    return f'<hx-partial hx-target="#{id_}" hx-swap="outerMorph">{rendered}</hx-partial>'


def _served(drawn: _Drawn, caching: str, *, tagged: bool = False) -> Response:
    """What was drawn, in the form that the browser takes; tagged: with an ETag, and 304 for who has it already."""
    headers, packs = {"Vary": _VARY, "Cache-Control": caching}, _packs(request.headers.get("Accept-Encoding", ""))
    if packs:
        headers["Content-Encoding"] = _PACKED
    response = Response(drawn.packed if packs else drawn.body, 200, headers)
    if tagged:
        response.set_etag(f"{drawn.tag}:{_PACKED}" if packs else drawn.tag)
    if tagged and request.if_none_match:
        response.make_conditional(request)
    return response


@lru_cache(maxsize=256)
def _packs(accept_encoding: str) -> bool:
    """Whether a browser that sends this takes brotli."""
    return parse_accept_header(accept_encoding, Accept).best_match((_PACKED,)) is not None
