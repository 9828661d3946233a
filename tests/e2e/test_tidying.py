"""What a story leaves behind is put away whatever it ended with, and what cannot be is told; a customer's own things are left alone."""

from types import SimpleNamespace

import pytest

from e2e.arrivals import Arrivals
from e2e.complaints import Complaints
from e2e.people import Person, newcomer
from e2e.shopper import Shopper
from e2e.tidying import LeftBehindError, all_of, cancels, cancels_all, comes_in, empties_cart
from e2e.verbs.orders import Ordering

ONE, OTHER = "0" * 36, "1" * 36
CUSTOMER = Person("Sari", "sari@toko.example", "0812", "her own")
STATUS = '<strong data-testid="order-status" data-status="%s">'
CANCEL = '<form method="post" action="/order/%s/cancel">'
LINE = f'<form action="/cart/items/{ONE}/remove">'


class Shop:
    """Answers plain requests: pages by their paths, and every other post with one status; keeps what was posted."""

    def __init__(self, pages: dict[str, str] | None = None, refuses: tuple[str, ...] = (), **statuses: int):
        self.pages, self.refuses, self.posted = {"/cart": "", "/orders": "", **(pages or {})}, refuses, []
        self.login = statuses.get("login", 303)

    def get(self, path: str, **_):
        there = path in self.pages
        return SimpleNamespace(status=200 if there else 404, text=lambda: self.pages[path])

    def post(self, path: str, **_):
        self.posted.append(path)
        usual = {"/auth/login": self.login}.get(path, 200 if path.startswith("/cart/") else 303)
        status = 409 if path in self.refuses else usual
        return SimpleNamespace(status=status, headers={"location": "/auth/login"})


def listed(*orders: str) -> dict[str, str]:
    """The history's tab of what is not paid, and the page of each."""
    pages = {f"/order/{order}": CANCEL % order + STATUS % "awaiting_quote" for order in orders}
    return {"/orders?status=unpaid": " ".join(f'<a href="/order/{order}">' for order in orders), **pages}


def shopper(shop: Shop, **more: object) -> Shopper:
    context = SimpleNamespace(
        request=shop, new_page=lambda: None, set_offline=lambda _: None, unroute_all=lambda **_: None
    )
    return Shopper(context, Complaints(), **more)


def test_everything_is_done_whatever_became_of_what_came_before() -> None:
    done: list[int] = []

    def breaks() -> None:
        raise LeftBehindError("order 7 is open")

    with pytest.raises(ExceptionGroup, match="order 7 is open; order 7 is open") as told:
        all_of([breaks, lambda: done.append(1), lambda: all_of([breaks, lambda: done.append(2)])])
    assert (done, len(told.value.exceptions)) == ([1, 2], 2)


def test_groups_within_groups_stop_nobody() -> None:
    done: list[int] = []

    def breaks() -> None:
        raise LeftBehindError("order 7 is open")

    with pytest.raises(ExceptionGroup):
        all_of([lambda: all_of([breaks, breaks]), lambda: done.append(1)])
    assert done == [1]


def test_an_order_that_stays_open_is_told() -> None:
    path = f"/order/{ONE}/cancel"
    with pytest.raises(LeftBehindError, match=f"order {ONE} is still open: cancelling it answered 409"):
        cancels(Shop(listed(ONE), refuses=(path,)), ONE)
    with pytest.raises(LeftBehindError, match="it is shipped"):
        cancels(Shop({f"/order/{ONE}": STATUS % "shipped"}), ONE)
    shop = Shop(listed(ONE))
    cancels(shop, ONE)
    assert shop.posted == [path]


@pytest.mark.parametrize("status", ["cancelled", "expired", "completed"])
def test_an_order_that_ended_is_left_as_it_is(status: str) -> None:
    shop = Shop({f"/order/{ONE}": STATUS % status})
    cancels(shop, ONE)
    assert shop.posted == []


def test_of_several_orders_one_that_is_refused_stops_none() -> None:
    shop = Shop(listed(ONE, OTHER), refuses=(f"/order/{ONE}/cancel",))
    with pytest.raises(LeftBehindError, match=ONE):
        cancels_all(shop)
    assert shop.posted == [f"/order/{order}/cancel" for order in (ONE, OTHER)]


def test_a_cart_that_stays_full_is_told() -> None:
    assert empties_cart(Shop()) is True
    assert empties_cart(Shop({"/cart": LINE})) is False
    with pytest.raises(LeftBehindError, match="is still in the cart"):
        empties_cart(Shop({"/cart": LINE}, refuses=(f"/cart/items/{ONE}/remove",)))


def test_a_made_member_is_rid_of_orders_that_the_story_never_saw() -> None:
    shop = Shop({**listed(ONE), "/cart": LINE})
    assert shopper(shop, signed_in=[newcomer()]).tidies_up() is False
    assert shop.posted == [f"/order/{ONE}/cancel", f"/cart/items/{ONE}/remove"]


@pytest.mark.parametrize(("carried", "posted"), [([], []), (["Melati"], [f"/cart/items/{ONE}/remove"])])
def test_a_customers_own_things_are_left_alone(carried: list, posted: list) -> None:
    shop = Shop({**listed(OTHER), "/cart": LINE})
    shopper(shop, signed_in=[CUSTOMER], carried=carried).tidies_up()
    assert shop.posted == posted


def test_a_member_who_was_never_made_is_looked_for_once() -> None:
    shop = Shop(login=422)
    del shop.pages["/orders"]
    assert comes_in(shop, newcomer()) is False
    with pytest.raises(LeftBehindError, match="signing in answered 409"):
        comes_in(SimpleNamespace(get=shop.get, post=Shop(refuses=("/auth/login",)).post), newcomer())


def test_one_person_who_cannot_tidy_up_keeps_nobody_here() -> None:
    first, second = (shopper(Shop(listed(order)), orders=[order]) for order in (ONE, OTHER))
    first.context.request.refuses = (f"/order/{ONE}/cancel",)
    second.joined.append(newcomer())
    first.complaints.found.append("500 for GET /bantuan")
    arrivals = Arrivals(None, None, None, "chromium", None, "", present=[first, second])
    with pytest.raises(ExceptionGroup, match=f"500 for GET /bantuan; order {ONE} is still open"):
        arrivals.leave(for_good=True)
    assert second.context.request.posted == [f"/order/{OTHER}/cancel", "/account/deletion"]


def test_an_order_is_noted_before_its_page_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("e2e.verbs.orders.expect", lambda _: SimpleNamespace(to_have_url=lambda _: None))

    class Disappointed(Ordering):
        def sees_heading(self, words: str) -> None:
            raise AssertionError(words)

    somebody = Disappointed()
    somebody.orders, somebody.page = [], SimpleNamespace(url=f"http://toko.example/order/confirmation/{ONE}")
    with pytest.raises(AssertionError):
        Ordering.has_ordered.__wrapped__(somebody)
    assert somebody.orders == [ONE]
