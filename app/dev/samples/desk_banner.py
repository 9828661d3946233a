"""Samples of the banner, on the shop's pages and at the desk."""

from typing import Any

from app.banner import Banner
from app.desk.banner import forms
from app.desk.banner.queries import Version
from app.dev.samples.made import NOW, made

WISH = forms.Wish("Coba checkout baru kami", "/marketplace", NOW, None, is_on=True)
DUE = made(Version, text=WISH.text, link=WISH.link, is_on=True, is_due=True)
OLD = made(Version, text="Libur Lebaran", link="", ends_at=NOW)
AHEAD = made(Version, is_on=True, is_ahead=True)


def desk(*history: Version, **given: Any) -> dict[str, Any]:
    """The banner's page with its versions, newest first."""
    return {
        "history": list(history), "newest": history[0] if history else None, "form": forms.typed(WISH), "is_conflict": False,
    } | given  # fmt: skip


SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "partials/desk/banner.html": {
        "": desk(DUE, OLD),
        "none yet": desk(),
        "off": desk(OLD),
        "ahead": desk(AHEAD),
        "refused": desk(DUE, form=forms.typed(WISH).having("link", forms.LINK_HELP)),
        "conflict": desk(DUE, is_conflict=True),
    },
    "partials/layout/banner.html": {
        "": {"banner": Banner(1, "Toko tutup sampai Senin", "")},
        "leads on": {"banner": Banner(2, "Coba checkout baru kami", "/marketplace")},
    },
}
