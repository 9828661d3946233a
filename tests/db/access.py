"""Who may see what: one line per table. tests/db/test_row_level_security.py tries every cell and fails for a table that is not here."""

from dataclasses import dataclass

EVERYBODY = "true"
NOBODY = "false"


@dataclass(frozen=True)
class Cells:
    """What each role sees of a table when it selects: a condition in the console's eyes, or None when select is refused.

    In the shop's condition %(customer)s is the signed-in customer (null for visitors) and %(cart)s the open cart.
    Nobody but the owner's functions may insert, update, delete or truncate anything, so these verbs need no column.
    """

    shop: str | None = None
    desk: str | None = None
    worker: str | None = None
    private: bool = True


PUBLIC = Cells(shop=EVERYBODY, desk=EVERYBODY, worker=EVERYBODY, private=False)
_MINE = "customer_id = %(customer)s"
_IN_MY_CART = "cart_id = %(cart)s"
_OF_MY_ORDERS = "order_id in (select id from orders where customer_id = %(customer)s)"

ACCESS = {
    "addresses": Cells(shop=_MINE),
    "area_words": Cells(private=False),
    "areas": Cells(shop=EVERYBODY, private=False),
    "audit_runs": Cells(desk=EVERYBODY, worker=EVERYBODY),
    "audit_trail": Cells(desk=EVERYBODY),
    "bank_lines": Cells(desk=EVERYBODY),
    "banners": Cells(desk=EVERYBODY),
    "brands": PUBLIC,
    "cancellation_wishes": Cells(shop=_OF_MY_ORDERS, desk=EVERYBODY, worker=EVERYBODY),
    "cart_items": Cells(shop=_IN_MY_CART),
    "carts": Cells(shop=f"id = %(cart)s or {_MINE}"),
    "checkouts": Cells(shop=_IN_MY_CART),
    "collected_carts": Cells(),
    "consents": Cells(shop=_MINE),
    "customers": Cells(shop="id = %(customer)s", desk=EVERYBODY, worker=EVERYBODY),
    "jobs": Cells(desk=EVERYBODY, worker=EVERYBODY),
    "low_stock_notices": Cells(worker=EVERYBODY),
    "mail_outbox": Cells(desk="order_id is not null", worker=EVERYBODY),
    "marketplace_listings": PUBLIC,
    "message_templates": Cells(desk=EVERYBODY),
    "name_terms": Cells(),
    "order_claims": Cells(desk=EVERYBODY),
    "order_events": Cells(shop=f"is_public and {_OF_MY_ORDERS}", desk=EVERYBODY, worker=EVERYBODY),
    "order_items": Cells(shop=_OF_MY_ORDERS, desk=EVERYBODY, worker=EVERYBODY),
    "order_search": Cells(),
    "order_search_progress": Cells(),
    "order_transitions": PUBLIC,
    "orders": Cells(shop=_MINE, desk=EVERYBODY, worker=EVERYBODY),
    "password_resets": Cells(),
    "payment_proofs": Cells(shop=_OF_MY_ORDERS, desk=EVERYBODY, worker=EVERYBODY),
    "payment_transitions": PUBLIC,
    "payments": Cells(shop=_OF_MY_ORDERS, desk=EVERYBODY, worker=EVERYBODY),
    "products": PUBLIC,
    "quote_lines": Cells(shop="quote_id in (select id from quotes where customer_id = %(customer)s)"),
    "quotes": Cells(shop=_MINE),
    "rate_limits": Cells(),
    "schema_migrations": PUBLIC,
    "search_terms": Cells(private=False),
    "shipping_options": PUBLIC,
    "staff": Cells(desk=EVERYBODY, worker="removed_at is null"),
    "staff_sessions": Cells(),
    "stock_holds": Cells(desk=EVERYBODY, worker=EVERYBODY),
    "stock_ledger": Cells(desk=EVERYBODY),
    "switches": Cells(desk=EVERYBODY),
    "transfer_amounts": Cells(),
    "web_sessions": Cells(),
    "webhook_deliveries": Cells(desk=EVERYBODY, worker=EVERYBODY),
    "webhook_endpoints": Cells(desk=EVERYBODY, worker=EVERYBODY),
    "webhook_events": Cells(desk=EVERYBODY, worker=EVERYBODY),
}
HIDDEN_COLUMNS = {"customers": {"password_hash"}, "payment_proofs": {"content"}}  # of tables the shop may read
