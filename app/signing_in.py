"""How somebody is asked to sign in who is not, or no longer: what they were writing is never the price.

Three answers: a page to read leads to the form and back; what htmx asked for stays as it is, with a link to sign in in another
tab; and a long form that was sent without scripts comes back as a page that sends it once more.
"""

from flask import current_app, request
from flask.typing import ResponseReturnValue

from app import errors, render

# Fields of the shop that people write long into; whatever is sent at the desk counts as written. A rule test looks for more of them.
WRITTEN = frozenset({"address_line", "full_name", "reason"})


def asked(_: errors.SignInRequired) -> ResponseReturnValue:
    """The answer to a request that needs somebody who is signed in."""
    is_work = request.path.startswith(render.DESK)
    is_read = request.method in {"GET", "HEAD"}
    is_written = not is_read and (is_work or any(request.form.get(name) for name in WRITTEN))
    if render.wants_fragment() and (is_work or is_written):
        return _beside()
    if is_written and _page_before():
        return _once_more()
    here = request.full_path.rstrip("?") if is_read else _came_from()
    return render.redirect(render.sign_in_url(here), whole_page=True)


def _beside() -> ResponseReturnValue:
    """For htmx, on a page that something is written on, as the desk's are: it stays, and signing in is offered in another tab."""
    said = [("error", "Kamu sudah keluar. Masuk dulu, lalu kembali ke sini dan kirim lagi: yang kamu ketik masih ada.")]
    return render.beside(
        render.fragments(render.NOTICES, status=401, notices=said, sign_in=render.sign_in_url(_came_from()))
    )


def _once_more() -> ResponseReturnValue:
    """A page that holds what was sent, without passwords and files, and sends it again."""
    return render.page(
        "errors/signed_out.html",
        status=401,
        title="Kamu sudah keluar",
        written=[(name, value) for name, value in request.form.items(multi=True) if "password" not in name],
        action=request.full_path.rstrip("?"),
        sign_in=render.sign_in_url(_came_from()),
    )


def _came_from() -> str:
    """Where to go on: who wanted to check out goes there, else to the page that sent the form, where that can be read at its address."""
    if request.path.startswith("/checkout"):
        return "/checkout"
    page, known = _page_before(), current_app.create_url_adapter(request)
    is_sent_to = known is not None and known.test(page, "POST") and not known.test(page, "GET")
    if page and not is_sent_to:
        return page
    return render.DESK if request.path.startswith(render.DESK) else "/"


def _page_before() -> str:
    """The page of this site that sent the form, which is shown to nobody who is not signed in; nothing where the browser does not tell."""
    page = request.referrer or ""
    return "/" + page.removeprefix(request.host_url).partition("?")[0] if page.startswith(request.host_url) else ""
