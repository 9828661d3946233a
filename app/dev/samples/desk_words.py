"""Sample data for the desk's messages and its manual; see samples.py."""

from typing import Any

from app.desk.manual import pages
from app.desk.words import blanks, messages
from app.dev.samples.made import NOW
from app.forms import FormErrors, filled

Context = dict[str, Any]

LINK = "https://toko.contoh/order/1"
DRAFTS = messages.drafts(messages.STARTING, messages.SAMPLE, [], LINK)
EDITED = messages.Message("greeting", "Salam", "Halo {nama}", 2, is_starting=False, who="Citra CS", updated_at=NOW)
RESTORED = messages.Message("reminder", "Pengingat", "Halo {nama}", 3, who="Ade Admin", updated_at=NOW)
FORM = filled(title="Salam", body="Halo {nama}")
REFUSED = FormErrors({"title": "", "body": "Halo {nma}"}, {"title": "Isi judulnya.", "body": blanks.complaint("{nma}")})


def editing(message: messages.Message, form: FormErrors = FORM, *, is_conflict: bool = False) -> Context:
    """The page of one message."""
    return {
        "message": message, "starting": messages.STARTING[message.key], "form": form, "preview": messages.sample(form.value("body")),
        "blanks": blanks.BLANKS, "is_conflict": is_conflict,
    }  # fmt: skip


MESSAGES = {
    "": editing(messages.STARTING["greeting"]),
    "edited": editing(EDITED),
    "refused": editing(EDITED, REFUSED),
    "conflict": editing(EDITED, is_conflict=True),
}
SAMPLES: dict[str, dict[str, Context]] = {
    "partials/desk/manual.html": {"": {"pages": pages.pages()}},
    "partials/desk/manual_page.html": {
        name: {"manual": pages.page(name), "pages": pages.pages()} for name in pages.NAMES
    },
    "partials/desk/message.html": MESSAGES,
    "partials/desk/messages.html": {"": {"order": messages.SAMPLE, "drafts": DRAFTS}},
    "partials/desk/noted.html": {"": {"key": "shipped", "noted": False}, "noted": {"key": "shipped", "noted": True}},
    "partials/desk/preview.html": MESSAGES,
    "partials/desk/words.html": {"": {"messages": [messages.STARTING["shipped"], EDITED, RESTORED]}},
}
