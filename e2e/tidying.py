"""Tidying up by plain requests: orders are called off, carts emptied, members deleted; what the shop refuses is raised."""

import re
from collections.abc import Callable, Iterable

from playwright.sync_api import APIRequest, APIRequestContext, APIResponse, Error

from e2e.people import Account, Person, ask_to_be_deleted, sign_in

REASON = "Pesanan percobaan"
ENDED = {"cancelled", "expired", "completed"}
_OPEN = "/orders?status=unpaid"  # the history's tab of what no money has come for
_ORDER = re.compile(r'href="/order/([0-9a-f-]{36})"')
_STATUS = re.compile(
    r'data-testid="order-status"[^>]*data-status="(\w+)"|data-status="(\w+)"[^>]*data-testid="order-status"'
)
_REMOVE = re.compile(r"/cart/items/[0-9a-f-]{36}/remove")


class LeftBehindError(AssertionError):
    """Something of the story is still in the shop; the message says what and where."""


def all_of(steps: Iterable[Callable[[], object]]) -> None:
    """Does each of them, whatever became of those before. Raises what was raised, as an ExceptionGroup when it is more than one."""
    failed: list[Exception] = []
    for step in steps:
        try:
            step()
        except (Error, AssertionError, ExceptionGroup) as cause:
            failed.append(cause)
    if len(failed) == 1:
        raise failed[0]
    if failed:
        raise ExceptionGroup("; ".join(str(cause).strip().splitlines()[0] for cause in failed), failed)


def cancels(ask: APIRequestContext, order: str) -> None:
    """Calls an order off, by its id; one that has ended stays as it is. Raises LeftBehindError when it is still open."""
    page = asked(ask, f"/order/{order}")
    if _may_be_cancelled(order, page):
        answer = ask.post(f"/order/{order}/cancel", form={"reason": REASON}, max_redirects=0)
        _expects(answer, 303, f"order {order} is still open: cancelling it")
    elif status(page) not in ENDED:
        raise LeftBehindError(f"order {order} is still open and cannot be cancelled: it is {status(page) or 'unknown'}")


def cancels_all(ask: APIRequestContext) -> None:
    """Calls off whatever a member can still call off. Raises LeftBehindError."""
    seen: set[str] = set()
    while there := set(_ORDER.findall(asked(ask, _OPEN))) - seen:
        seen |= there
        all_of([lambda order=order: _cancels_if_it_may_be(ask, order) for order in sorted(there)])


def empties_cart(ask: APIRequestContext) -> bool:
    """Removes every line; whether there was none. Raises LeftBehindError."""
    lines = sorted(set(_REMOVE.findall(asked(ask, "/cart"))))
    all_of(
        [lambda line=line: _expects(ask.post(line), 200, f"{line} is still in the cart: removing it") for line in lines]
    )
    return not lines


def comes_in(ask: APIRequestContext, person: Person) -> bool:
    """Signs in whoever is not; whether there is such a member, who may never have got so far or be gone. Raises LeftBehindError."""
    if ask.get("/orders", max_redirects=0).status == 200:
        return True
    answer = sign_in(ask, person)
    if answer.status != 422:
        _expects(answer, 303, f"nothing of {person.email} is tidied up: signing in")
    return answer.status == 303


def removes(requests: APIRequest, address: str, account: Account) -> None:
    """Calls off what a member made by the suite ordered, and has the member deleted. Raises what could not be put right."""
    ask = requests.new_context(base_url=address, storage_state=account.cookies)
    try:
        if comes_in(ask, account.person):
            all_of([lambda: cancels_all(ask), lambda: ask_to_be_deleted(ask, account.person)])
    finally:
        ask.dispose()


def asked(ask: APIRequestContext, path: str) -> str:
    """A page's text. Raises LeftBehindError when it is not there."""
    answer = ask.get(path)
    _expects(answer, 200, path)
    return answer.text()


def status(page: str) -> str:
    """The state of the order on a page; nothing where there is none."""
    found = _STATUS.search(page)
    return (found[1] or found[2]) if found else ""


def _cancels_if_it_may_be(ask: APIRequestContext, order: str) -> None:
    if _may_be_cancelled(order, asked(ask, f"/order/{order}")):
        cancels(ask, order)


def _may_be_cancelled(order: str, page: str) -> bool:
    return f'action="/order/{order}/cancel"' in page


def _expects(answer: APIResponse, wanted: int, what: str) -> None:
    if answer.status != wanted:
        raise LeftBehindError(f"{what} answered {answer.status}")
