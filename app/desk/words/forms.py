"""The form of a message."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.desk.words import blanks
from app.forms import FormErrors, FormReader

LONGEST_TITLE, LONGEST_BODY = 60, 1500  # characters, as in edit_message


@dataclass(frozen=True, slots=True)
class Wording:
    """A message as somebody wrote it."""

    title: str
    body: str


def parse_wording(form: Mapping[str, str]) -> Wording | FormErrors:
    """Title and text, whose blanks must be known ones."""
    reader = FormReader(form)
    title = reader.text("title", "Isi judulnya.", most=LONGEST_TITLE)
    body = reader.text("body", "Isi teksnya.", most=LONGEST_BODY, lines=True)
    complaint = blanks.complaint(body)
    if complaint:
        reader.refuse("body", complaint)
    return reader.errors_or(Wording(title, body))
