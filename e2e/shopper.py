"""A shopper: one person with one browser, and everything such a person does, as verbs."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Self

from playwright.sync_api import BrowserContext, Page

from e2e import tidying
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
    signed_in: list[Person] = field(default_factory=list)
    carried: list[str] = field(default_factory=list)
    diary: Diary = field(default_factory=Diary)
    name: str = "shopper"
    page: Page = field(init=False)
    _clean: bool | None = None

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

    @property
    def who(self) -> Person | None:
        """Who is signed in at this browser, as far as the story told; nobody is a visitor."""
        return (self.signed_in or [self.account.person if self.account else None])[-1]

    def tidies_up(self) -> bool:
        """Cancels the story's orders, all there are of a member whom the suite made, and empties the cart, unless it is a
        customer's and the story put nothing into it; once. Whether nothing was left in it; raises what could not be put right.
        """
        if self._clean is None:
            self._clean = self._tidies()
        return self._clean

    def leaves_for_good(self) -> None:
        """Whoever was registered in this story asks to be deleted. Raises AssertionError when somebody is not."""
        tidying.all_of(
            [lambda person=person: ask_to_be_deleted(self.context.request, person) for person in self.joined]
        )

    def _tidies(self) -> bool:
        self.context.set_offline(False)
        self.context.unroute_all(behavior="ignoreErrors")
        ask, made = self.context.request, bool(self.who and self.who.made)
        if made:
            tidying.comes_in(ask, self.who)  # a story may have ended with its session
        empty: list[bool] = []
        steps = [lambda order=order: tidying.cancels(ask, order) for order in self.orders]
        if made:
            steps.append(lambda: tidying.cancels_all(ask))
        if made or self.carried or not self.who:
            steps.append(lambda: empty.append(tidying.empties_cart(ask)))
        tidying.all_of(steps)
        return all(empty)


Arrives = Callable[..., Shopper]
