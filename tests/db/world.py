"""A shop with somebody of every kind, who have a row in every table."""

from uuid import UUID, uuid4

from psycopg.types.json import Jsonb

from tests.db.orders import order_in
from tests.db.people import ADDRESS, Person
from tests.db.shop import Shop

ENDPOINT = """
    insert into webhook_endpoints (address, events, secret)
    values (%s, '{order.placed, order.quoted, order.paid, stock.low}', 'whsec_' || repeat('A', 43) || '=')"""


class World:
    """Two members who have everything, one who has nothing, a visitor with a cart, one without, and the other roles."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        for name in ("gudang", "buku"):
            shop.run(ENDPOINT, f"https://{name}.contoh")
        self.people: dict[str, Person] = {"sari": self.member(), "budi": self.member(), "newcomer": shop.member()}
        self.people |= {"visitor": shop.visitor(), "stranger": shop.visitor(), "desk": shop.desk, "worker": shop.worker}
        self.people["visitor"].adds(shop.listing())
        shop.run("delete from carts where id = %s", shop.visitor().adds(shop.listing()))
        shop.run("insert into brands (slug, name, city, story) values ('rempah', 'Rempah', 'Ternate', '')")
        for name in ("dewi", "made"):
            colleague = shop.colleague(name)
            shop.call("start_staff_session", name, colleague.staff, "1 hour")
            for order in shop.rows("select id from orders"):
                colleague.call("claim_order", order[0], True)
        shop.run("select edit_message('greeting', 0, 'Salam', 'Halo {nama}')")
        shop.run("insert into banners values (1, 'Halo', '', now(), now() + interval '1 day', true, 'cs')")
        shop.run("select set_switch('checkout', true, 'dibuka')")
        shop.worker.call("run_audit")
        shop.worker.call("index_orders", 100)
        shop.run("update marketplace_listings set low_stock_threshold = 5")
        shop.worker.call("notice_low_stock")
        shop.worker.call("write_order_mail", "order", shop.rows("select id from orders")[0][0], "x", "x", "x")
        shop.run("insert into areas values ('32.73.02.1004', 'Dago', 'Coblong', 'Kota Bandung', 'Jawa Barat')")
        shop.run("insert into area_words values ('dago', '{dago}')")
        shop.run("insert into rate_limits values ('x', 1, now())")

    def member(self) -> Person:
        """Somebody with an order, its proof and notes, an open checkout with a quote, and an account with everything."""
        shop = self.shop
        person, order, _ = order_in(shop, "awaiting_payment")
        shop.desk.call("record_payment", order, None, 5_000, "sebagian")
        self.books_a_line(order)
        person.call("submit_payment_proof", order, "image/png", b"x")
        person.call("wish_cancellation", order, None, "salah alamat")
        shop.run("insert into order_events (order_id, kind, actor, is_public) values (%s, 'note', 'cs', false)", order)
        person.adds(shop.listing())
        person.call("choose_address", Jsonb(ADDRESS), True)
        person.quotes()
        shop.run("insert into consents (customer_id, purpose, text_version) values (%s, 'terms', '1')", person.customer)
        shop.run(
            "insert into password_resets (token_hash, customer_id, expires_at) values (%s, %s, now())",
            uuid4().hex,
            person.customer,
        )
        shop.run("insert into web_sessions values (%s, '{}', now())", uuid4().hex)
        shop.run(
            "insert into mail_outbox (event_key, recipient, subject, body) values (%s, 'x', 'x', 'x')", uuid4().hex
        )
        return person

    def books_a_line(self, order: UUID) -> None:
        """A line of a bank statement, unlike those before it."""
        line = {
            "account_number": "1",
            "booked_on": "2026-11-22",
            "amount": 1_000,
            "words": str(order),
            "description": "",
            "occurrence": 1,
        }
        self.shop.desk.call("book_bank_line", order, None, Jsonb(line))
