"""What a step of the checkout is shown from: the way marks, the form before anything was sent, what may be chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

from flask import url_for

from app.accounts.queries import Person, SavedAddress
from app.areas.drafts import Places
from app.cart.queries import Cart
from app.checkout import queries
from app.checkout.forms import ADDRESS_FIELDS
from app.checkout.provinces import PROVINCES
from app.forms import FormErrors, filled
from app.phone import readable_phone
from app.settings import BankAccount

LABELS = {"address": "Alamat", "shipping": "Pengiriman", "payment": "Pembayaran", "review": "Periksa"}


class Screen(NamedTuple):
    """The answers of queries.screen, by name; seen is the quote that was refused."""

    progress: queries.Progress | None
    cart: Cart
    quote: queries.Quote | None
    seen: queries.Quote | None = None
    options: Sequence[queries.ShippingOption] = ()
    addresses: Sequence[SavedAddress] = ()
    person: Person | None = None

    def context(self, step: str, accounts: Mapping[str, BankAccount], form: FormErrors | None) -> dict[str, Any]:
        """What the templates of a step need; a quote that is outdated is as good as none."""
        return {
            "title": ("Kesalahan: " if form and form.errors else "") + LABELS[step],
            "step": step,
            "steps": self._way(step),
            "form": form or (self._address_form() if step == "address" else self._choices(accounts)),
            "progress": self.progress,
            "lines": self.cart.lines,
            "quote": None if self.quote is None or self.quote.outdated else self.quote,
            "subtotal": self.cart.subtotal,
            "problems": self.cart.problems,
            "options": self.options,
            "addresses": self.addresses,
            "accounts": accounts,
            "provinces": PROVINCES,
            "places": Places(url_for("checkout.draft_address")),
        }

    def _address_form(self) -> FormErrors:
        """What was typed earlier, else the member's default address, else what the member told when registering."""
        typed = self.progress.address if self.progress else None
        kept = next(iter(self.addresses), self.person)
        known: dict[str, Any] = typed or (asdict(kept) if kept else {})
        fields = {name: known.get(name, "") for name in ADDRESS_FIELDS}
        fields["phone_number"] = readable_phone(fields["phone_number"])
        return filled(**fields, save_address="" if self.addresses else "ya")

    def _choices(self, accounts: Mapping[str, BankAccount]) -> FormErrors:
        """The choices made earlier; where there is only one to make, it is made."""
        codes, values, made = [option.code for option in self.options], list(accounts), self.progress
        return filled(
            shipping_option=(made and made.shipping_option) or (codes[0] if len(codes) == 1 else None),
            payment_method=(made and made.payment_method) or (values[0] if len(values) == 1 else None),
        )

    def _way(self, current: str) -> list[dict[str, str]]:
        """The marks of the steps: done, current, missing (passed over) or later."""
        marks, missing = [], self.progress.missing if self.progress else list(queries.STEPS)
        for step in queries.STEPS:
            is_answered = step not in missing and step != "review"
            is_passed = queries.STEPS.index(step) < queries.STEPS.index(current)
            state = "current" if step == current else "done" if is_answered else "missing" if is_passed else "later"
            marks.append({"key": step, "label": LABELS[step], "url": url_for(f"checkout.{step}"), "state": state})
        return marks
