"""Signing in and registering."""

from typing import Self

from playwright.sync_api import Locator

from e2e.people import Person
from e2e.verbs.orders import Ordering


class Joining(Ordering):
    """How a visitor becomes a member."""

    def logs_in(self, person: Person) -> Self:
        """Fills in the login page that is open."""
        self.field("email").fill(person.email)
        self.field("password").fill(person.password)
        self._submit.click()
        return self

    def registers(self, person: Person) -> Self:
        """Fills in the registration page that is open."""
        for name in ("full_name", "email", "phone_number", "password"):
            self.field(name).fill(getattr(person, name))
        self._submit.click()
        return self

    @property
    def _submit(self) -> Locator:
        return self.page.locator('main form:has([name="password"]) [type="submit"]')
