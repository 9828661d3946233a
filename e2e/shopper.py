"""A shopper: one person with one browser, and everything such a person does, as verbs."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Self

from playwright.sync_api import BrowserContext, Page

from e2e.complaints import Complaints
from e2e.diary import Diary
from e2e.people import Account, Person, ask_to_be_deleted
from e2e.verbs.accounts import Joining


@dataclass
class Shopper(Joining):
    """One person at one browser; page is the tab in front."""

    context: BrowserContext
    complaints: Complaints
    scripts: bool = True
    account: Account | None = None
    orders: list[str] = field(default_factory=list)
    joined: list[Person] = field(default_factory=list)
    diary: Diary = field(default_factory=Diary)
    name: str = "shopper"
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.page = self.context.new_page()

    def may_be_refused(self, *statuses: int) -> Self:
        """These answers are what the story is about."""
        self.complaints.statuses.update(statuses)
        return self

    def may_lose_the_network(self) -> Self:
        """A lost connection is what the story is about."""
        self.complaints.network_may_fail = True
        return self

    def opens_another_tab(self) -> Self:
        """The same person at a second tab; the first stays as it is."""
        return replace(self, name=f"{self.name}, another tab")

    def turns_to_this_tab(self) -> Self:
        """From another one; only the tab in front has the focus."""
        self.page.bring_to_front()
        return self

    def tidies_up(self) -> bool:
        """Cancels the story's orders and empties the cart; whether the cart was empty already."""
        self.context.set_offline(False)
        self.context.unroute_all(behavior="ignoreErrors")
        ask = self.context.request
        for order in self.orders:
            ask.post(f"/order/{order}/cancel", form={"reason": "Pesanan percobaan"})
        left = set(re.findall(r"/cart/items/[0-9a-f-]{36}/remove", ask.get("/cart").text()))
        for remove in left:
            ask.post(remove)
        return not left

    def leaves_for_good(self) -> None:
        """Whoever was registered in this story asks to be deleted."""
        for person in self.joined:
            ask_to_be_deleted(self.context.request, person)


Arrives = Callable[..., Shopper]
