"""A scene for interleavings: two listings, four shoppers, and everything that can happen to their stock.

Of six pieces each, Pia's order that is being packed has one; Budi's order, whose payment term passed an hour ago, still has one that
anybody may take; Sari's cart holds two until it orders them or lets them go; Rina's cart wants three and holds nothing yet.
Both listings are in each of these, but not in the same order. Who has nothing to do in a scene is not there, nor are the pieces that
would be theirs; Budi always is, so that there is something to sweep.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from tests.db.people import SHOP, TERM, Person
from tests.db.shop import Shop
from tests.proofs.script import fills, joins, places, played, quotes
from tests.proofs.sessions import Answer, Session
from tests.proofs.stepper import Act

_PACK = """
    select record_payment(id, null, total_amount, '') from orders where customer_id = %s;
    select advance_order(id, null, 'processing', '') from orders where customer_id = %s"""
_FOUND = """
    select (select id from orders where customer_id = %s), (select total_amount from orders where customer_id = %s),
        (select id from orders where customer_id = %s), (select id from quotes where customer_id = %s)"""
_STATE = """
    with people as (select id, place from unnest(%s::uuid[]) with ordinality as p (id, place)), listings as (
        select *, row_number() over (order by product_id) as place from marketplace_listings where product_id = any (%s)
    ), owners as (
        select 'cart:' || c.id as owner, 'cart ' || p.place as who from carts c join people p on p.id = c.customer_id
        union all
        select 'order:' || o.id, 'order ' || p.place from orders o join people p on p.id = o.customer_id
    )
    select
        (select string_agg(format('%%s/%%s', stock_reserved, stock_on_hand), ' ' order by place) from listings),
        (select string_agg(format('%%s %%s of %%s', who, quantity, place), ', ' order by who, place)
            from stock_holds join owners using (owner) join listings using (product_id) where state = 'held'),
        (select string_agg(concat_ws(' ', place, status, payment_status, round(paid_amount::numeric / total_amount, 2)), ', ' order by place)
            from orders o join people p on p.id = o.customer_id),
        (select string_agg(format('%%s %%s', p.place, status), ', ' order by p.place, c.created_at, c.id)
            from carts c join people p on p.id = c.customer_id),
        (select bool_and(stock_on_hand = h.on_hand and stock_reserved = h.reserved and stock_reserved = (
            select coalesce(sum(quantity), 0) from stock_holds s where s.product_id = l.product_id and state = 'held'))
            from listings l, lateral (select sum(on_hand_change) as on_hand, sum(reserved_change) as reserved
            from stock_ledger g where g.product_id = l.product_id) h)"""


_PIA, _SARI, _RINA = {"commit", "call off"}, {"renew", "release", "place"}, {"reserve"}


@dataclass(frozen=True)
class Scene:
    """One scene, and what can be done in it."""

    low: UUID
    high: UUID
    people: list[UUID]
    acts: dict[str, Act]

    def told(self, answer: Answer) -> str:
        """What an act came to, in words that are the same in every scene."""
        text = answer.code or repr(answer.rows)
        return text.replace(str(self.low), "low").replace(str(self.high), "high")

    def state(self, session: Session) -> tuple[str | None, ...]:
        """Stock, holds, orders and carts, in the same words; the books of its listings must be right."""
        session.send(session.text(_STATE, [self.people, [self.low, self.high]]))
        *state, right = session.rows()[0]
        assert right == "t", f"stock, ledger and holds differ: {state}"
        return tuple(state)


def built(shop: Shop, names: Sequence[str]) -> Scene:
    """A new scene for the acts of these names."""
    budi, pia, sari, rina = (Person(shop, SHOP, customer=uuid4()) for _ in range(4))
    budi.settings["app.clock_offset"] = "-25 hours"
    away = [person for person, doing in ((pia, _PIA), (sari, _SARI), (rina, _RINA)) if not doing & set(names)]
    low, high = sorted(shop.listing(stock=6 - (pia in away) - 2 * (sari in away)) for _ in range(2))
    people = [budi.customer, pia.customer, sari.customer, rina.customer]
    script = [joins(shop, people)]
    for person, quantity, products in [(budi, 1, (high, low)), (pia, 1, (low, high)), (sari, 2, (high, low))]:
        if person not in away:
            script += [*fills(person, products, quantity), *quotes(shop, person)]
            script += [places(person, TERM)] if person is not sari else []
    script += [(shop.console, _PACK, [pia.customer, pia.customer])] if pia not in away else []
    script += fills(rina, (low, high), 3) if rina not in away else []
    script += [(shop.console, _FOUND, [budi.customer, budi.customer, pia.customer, sari.customer])]
    found = played(shop, script)
    budi.settings["app.clock_offset"] = "0"
    acts = [*_of_carts(sari, rina, found[3], high), *_of_orders(shop, budi, found[:3]), *_of_stock(shop, low)]
    return Scene(low, high, people, {act.name: act for act in acts})


def _of_carts(sari: Person, rina: Person, quote: UUID, high: UUID) -> list[Act]:
    return [
        Act("reserve", rina, "select * from start_checkout()"),
        Act("renew", sari, "select * from renew_hold()"),
        Act("release", sari, "select remove_from_cart(%s)", (high,)),
        Act("place", sari, "select replayed from place_order(%s, %s)", (quote, TERM)),
    ]


def _of_orders(shop: Shop, budi: Person, found: tuple[UUID, int, UUID]) -> list[Act]:
    unpaid, total, packed = found
    return [
        Act("pay", shop.desk, "select record_payment(%s, null, %s, 'mutasi BCA')", (unpaid, total)),
        Act("cancel", budi, "select cancel_own_order(%s, null, 'salah pilih')", (unpaid,)),
        Act("expire", shop.worker, "select expire_orders(10)"),
        Act("commit", shop.desk, "select ship_order(%s, null, 'JNE', 'RESI0001')", (packed,)),
        Act("call off", shop.desk, "select advance_order(%s, null, 'cancelled', 'rusak')", (packed,)),
    ]


def _of_stock(shop: Shop, low: UUID) -> list[Act]:
    return [
        Act("sweep", shop.worker, "select expire_holds(10)"),
        Act("restock", shop.desk, "select receive_stock(%s, 1, 'kiriman')", (low,)),
    ]


def closed(shop: Shop, session: Session) -> None:
    """What a scene left behind runs out, so that the next scene's worker finds only its own."""
    shop.later("16 minutes")
    session.transacts(shop.worker, "select expire_orders(100); select expire_holds(100)")
    shop.later("0")
    session.rows()
