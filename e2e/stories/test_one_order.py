"""One intent, one order: whatever thumbs, networks, tabs and Back buttons do."""

import pytest
from playwright.sync_api import Page, Route, expect

from e2e.people import Members
from e2e.shopper import Arrives, Shopper
from e2e.tales import MELATI

pytestmark = pytest.mark.purchase

PLACE = "**/checkout/place"
HITS = """() => {
  window.hit = [];
  document.addEventListener("htmx:after:swap", () => {
    for (const control of document.querySelectorAll(".confirmation :is(a, button), #checkout-bar button")) {
      const { x, y, width, height } = control.getBoundingClientRect();
      window.seen = y > 0 && y < innerHeight || window.seen;
      if (document.elementFromPoint(x + width / 2, y + height / 2) === control) window.hit.push(control.textContent.trim());
    }
  });
}"""  # which controls could be tapped at the moment they came


@pytest.mark.parametrize("taps", [2, 3])
def test_tapping_twice_makes_one_order(member: Shopper, taps: int):
    before = member.counts_orders()
    member.gets_ready_to_order(MELATI)
    member.place_button.click(click_count=taps)
    member.has_ordered()
    assert member.counts_orders() == before + 1


def test_one_tap_too_many_hits_nothing_that_came(member: Shopper):
    """The confirmation brings a link to WhatsApp to where "Buat pesanan" was, and the review brings that to where the thumb is."""
    member.adds(MELATI).opens_cart().starts_checkout().gives_address().chooses_shipping().is_at_step("payment")
    member.page.evaluate(HITS)
    member.chooses_payment().is_at_step("review").places_order()
    assert member.page.evaluate("[window.seen, ...window.hit]") == [True]
    member.page.get_by_role("link", name="Tanya CS lewat WhatsApp").click(trial=True)


def test_tapping_twice_without_javascript_makes_one_order(arrives: Arrives, members: Members):
    shopper = arrives(account=members.borrow(), scripts=False)
    before = shopper.counts_orders()
    shopper.gets_ready_to_order(MELATI)
    shopper.place_button.dblclick(no_wait_after=True)
    shopper.has_ordered()
    assert shopper.counts_orders() == before + 1


@pytest.mark.parametrize("scripts", [True, False], ids=["with-javascript", "without-javascript"])
def test_back_after_ordering_makes_no_second_order(arrives: Arrives, members: Members, scripts: bool):
    shopper = arrives(account=members.borrow(), scripts=scripts)
    before = shopper.counts_orders()
    number = shopper.buys(MELATI)
    shopper.goes_back()
    expect(shopper.place_button).to_have_count(0)
    shopper.has_an_empty_cart()
    shopper.opens_order(number)
    assert shopper.counts_orders() == before + 1
    shopper.adds(MELATI).opens_cart().has_in_cart(MELATI, 1)


def test_back_from_the_history_shows_the_confirmation_again(member: Shopper):
    number = member.buys(MELATI)
    member.taps("Lihat pesanan").sees_heading(f"Pesanan {number}")
    member.goes_back()
    assert member.has_ordered() == number
    member.reloads()
    assert member.has_ordered() == number


def test_refreshing_each_step_loses_nothing(member: Shopper):
    member.adds(MELATI).reloads().opens_cart().reloads().has_in_cart(MELATI, 1)
    member.starts_checkout().is_at_step("address").reloads()
    member.gives_address().is_at_step("shipping").reloads()
    member.chooses_shipping().is_at_step("payment").reloads()
    member.chooses_payment().is_at_step("review")
    amounts = member.money
    member.reloads().is_at_step("review")
    assert member.money == amounts
    number = member.places_order()
    member.reloads()
    assert member.has_ordered() == number


def test_cart_changed_in_another_tab(member: Shopper):
    member.may_be_refused(409)
    before = member.counts_orders()
    member.gets_ready_to_order(MELATI)
    seen = member.money
    other_tab = member.opens_another_tab()
    other_tab.opens("/cart").takes_one_more(MELATI).has_in_cart(MELATI, 2).sees_badge(2)
    member.turns_to_this_tab().place_button.click()
    expect(member.errors).to_be_focused()
    expect(member.errors).to_contain_text("berubah")
    assert member.counts_struck_out() >= 2
    now = member.money
    assert now["subtotal"] == 2 * seen["subtotal"]
    assert str(now["total"]) in "".join(filter(str.isdigit, member.place_button.inner_text()))
    member.place_button.click(delay=600)  # whoever reads a new total is slower than an echo of the first tap
    member.has_ordered()
    assert member.money == now
    assert member.counts_orders() == before + 1


def test_ordered_in_another_tab(member: Shopper):
    before = member.counts_orders()
    member.gets_ready_to_order(MELATI)
    other_tab = member.opens_another_tab()
    other_tab.opens("/checkout")
    number = other_tab.places_order()
    assert member.places_order() == number
    assert member.counts_orders() == before + 1


def test_no_network_when_ordering(member: Shopper):
    member.may_lose_the_network()
    member.gets_ready_to_order(MELATI)
    member.context.set_offline(True)
    member.place_button.click()
    expect(member.notice).to_contain_text("Pesanan sedang dicek")
    member.context.set_offline(False)
    member.has_ordered()
    expect(member.notice).to_have_count(0)


def test_answer_lost_after_the_order_was_made(member: Shopper):
    """The page asks again by itself and is told of the one order there is."""
    member.may_lose_the_network()
    before = member.counts_orders()
    member.gets_ready_to_order(MELATI)
    made = loses_the_answer(member.page)
    member.place_button.click()
    expect(member.notice).to_contain_text("Pesanan sedang dicek")
    member.page.unroute(PLACE)
    member.has_ordered()
    assert set(made) == {member.page.url}
    assert member.counts_orders() == before + 1


def test_another_try_in_place(member: Shopper):
    """What is not sent again by itself is so by one tap, without looking for the button."""
    member.may_lose_the_network()
    member.finds(MELATI)
    member.context.set_offline(True)
    member.page.get_by_test_id("add-to-cart").click()
    expect(member.notice).to_contain_text("Koneksi terputus")
    member.context.set_offline(False)
    member.taps("Coba lagi").sees_badge(1)
    expect(member.notice).to_contain_text("Melati Senja")


def loses_the_answer(page: Page) -> list[str]:
    """From now on the shop hears "Buat pesanan", the phone never hears the answer; gives where it would have led."""
    made: list[str] = []
    body = f"quote_id={page.locator('[name=quote_id]').input_value()}"  # WebDriver BiDi does not tell what a request carries

    def swallow(route: Route) -> None:
        made.append(route.fetch(post_data=body).url)
        route.abort("connectionreset")

    page.route(PLACE, swallow)
    return made
