"""Who comes in: a person with a browser context of their own, on a device, under a profile."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Playwright

from e2e.complaints import Complaints
from e2e.devices import GALAXY, described
from e2e.diary import Diary
from e2e.people import Account
from e2e.profiles import ORDINARY, Profile
from e2e.shopper import Shopper
from e2e.tidying import all_of

PATIENCE = 10_000  # milliseconds until a tap or an expectation has failed


@dataclass
class Arrivals:
    """Brings people in and remembers them; phone is the device of those for whom none is named, address the shop of the stories."""

    new_context: Callable[..., BrowserContext]
    playwright: Playwright
    diary: Diary
    browser: str
    phone: str | None
    address: str
    present: list[Shopper] = field(default_factory=list)

    def __call__(
        self,
        on: str = "",
        *,
        scripts: bool = True,
        account: Account | None = None,
        profile: Profile = ORDINARY,
        at: str = "",
    ) -> Shopper:
        """Somebody at a browser; at is the address of another shop than the stories'."""
        device, scripts = on or self.phone or GALAXY, scripts and profile.scripts
        cookies = account.cookies if account else None
        own = {"base_url": at or self.address, "java_script_enabled": scripts, "storage_state": cookies}
        context = self._opens(device, profile, own)
        complaints = Complaints()
        complaints.listen(context)
        self.diary.plays(device=device, browser=self.browser, profile=profile.name)
        name = f"shopper {len(self.present) + 1}" if self.present else "shopper"
        self.present.append(Shopper(context, complaints, scripts, account, diary=self.diary, name=name))
        return self.present[-1]

    def leave(self, *, for_good: bool) -> None:
        """Everybody tidies up and is gone, whatever became of those before; raises what could not be put right, and
        AssertionError with what the browsers complained about until then.
        """
        told = "\n".join(words for shopper in self.present for words in shopper.complaints.told())
        gone = [shopper.leaves_for_good for shopper in self.present if for_good]
        all_of([lambda: _complains(told), *(shopper.tidies_up for shopper in self.present), *gone])

    def _opens(self, device: str, profile: Profile, own: dict[str, object]) -> BrowserContext:
        """A browser of one's own, on a device and under a profile."""
        screen = described(self.playwright, device, landscape=profile.landscape)
        context = self.new_context(**screen, **{"reduced_motion": "reduce", **profile.opening(self.browser), **own})
        context.set_default_timeout(PATIENCE)
        profile.enters(context)
        return context


def _complains(words: str) -> None:
    assert not words, words
