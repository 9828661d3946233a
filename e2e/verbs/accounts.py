"""Signing in and registering."""

import re
from typing import Self

from playwright.sync_api import expect

from e2e.people import Person
from e2e.verbs.orders import Ordering


class Joining(Ordering):
    """How a visitor becomes a member."""

    joined: list[Person]  # who was registered in this story
    signed_in: list[Person]  # who signed in at this browser, the last of them last

    def logs_in(self, person: Person) -> Self:
        """Fills in the login page that is open."""
        self.signed_in.append(person)
        self.field("email").fill(person.email)
        self.field("password").fill(person.password)
        return self._goes_in()

    def registers(self, person: Person) -> Self:
        """Fills in the registration page that is open."""
        for name in ("full_name", "email", "phone_number", "password"):
            self.field(name).fill(getattr(person, name))
        self.joined.append(person)
        self.signed_in.append(person)
        return self._goes_in()

    def asks_to_be_deleted(self, person: Person) -> Self:
        """Leaves the shop for good."""
        self.opens("/account/deletion").field("password").fill(person.password)
        self.taps("Hapus akun selamanya")
        expect(self.page).not_to_have_url(re.compile("/account/deletion"))
        self.joined.remove(person)
        self.signed_in.remove(person)
        return self

    def _goes_in(self) -> Self:
        self.page.locator('main form:has([name="password"]) [type="submit"]').click()
        expect(self.page).not_to_have_url(re.compile("/auth/"))
        return self
