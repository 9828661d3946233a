"""The shop as a plain model: what each step of anybody does, or the SQLSTATE it is refused with.

It knows no tables: a hold that ran out is none, whoever has noticed it. Times are minutes, money is whole Rupiah.
"""

from dataclasses import dataclass, field

HOLD, QUOTE, TERM = 15, 15, 24 * 60
FLAT = 20_000  # what shipping costs unless CS quotes it


@dataclass
class RefusedError(Exception):
    """A step that must be refused with this SQLSTATE."""

    code: str


@dataclass
class Listing:
    price: int
    on_hand: int
    active: bool = True
    holds: dict[object, tuple[int, float | None]] = field(default_factory=dict)  # by owner: pieces, until when


@dataclass(eq=False)
class Cart:
    """A shopper's cart with its checkout."""

    who: int
    lines: dict[int, int] = field(default_factory=dict)
    version: int = 1
    is_open: bool = True
    renewals: int = 0
    address: bool = False
    shipping: str | None = None
    payment: bool = False


@dataclass(eq=False)
class Order:
    """A placed order; id and total are what the shop gave it."""

    who: int
    lines: dict[int, int]
    subtotal: int
    shipping: int | None
    status: str
    due: float | None
    payment: str = "unpaid"
    paid: int = 0
    id: str = ""
    total: int = 0


@dataclass(eq=False)
class Quote:
    """What a shopper saw: pieces and price by listing."""

    cart: Cart
    version: int
    lines: dict[int, tuple[int, int]]
    shipping: int | None
    until: float
    id: str = ""
    total: int = 0
    order: Order | None = None


class Model:
    """What is for sale, everybody's carts and what became of them, and the time."""

    def __init__(self, listings: list[Listing], shoppers: int) -> None:
        self.now = 0.0
        self.listings = listings
        self.carts: list[Cart | None] = [None] * shoppers
        self.quotes: list[Quote] = []
        self.orders: list[Order] = []

    def held(self, what: int, owner: object) -> int:
        """Pieces of a listing that an owner still holds."""
        quantity, until = self.listings[what].holds.get(owner, (0, None))
        return quantity if until is None or until > self.now else 0

    def reserved(self, what: int) -> int:
        """Pieces of a listing that anybody still holds."""
        return sum(self.held(what, owner) for owner in self.listings[what].holds)

    def free(self, what: int, owner: object) -> int:
        """Pieces that this owner can have: those of nobody else."""
        return self.listings[what].on_hand - self.reserved(what) + self.held(what, owner)

    def available(self, what: int, who: int) -> int:
        """What a shopper is told."""
        return self.free(what, self.carts[who]) if self.listings[what].active else 0

    def unplaced(self) -> list[Quote]:
        return [quote for quote in self.quotes if quote.order is None]

    def add(self, who: int, what: int, quantity: int) -> None:
        if quantity <= 0:
            raise RefusedError("SW003")
        cart = self.carts[who] or Cart(who)
        self._check_line(cart, what, cart.lines.get(what, 0) + quantity)
        self.carts[who] = cart
        self._set_line(cart, what, cart.lines.get(what, 0) + quantity)

    def set(self, who: int, what: int, quantity: int) -> None:
        cart = self._cart(who)
        if quantity < 0:
            raise RefusedError("SW003")
        if quantity == 0:
            self.remove(who, what)
            return
        self._check_line(cart, what, quantity)
        if what not in cart.lines:
            raise RefusedError("SW040")
        self._set_line(cart, what, quantity)
        self._trim(cart, what, quantity)

    def remove(self, who: int, what: int) -> int:
        cart = self._cart(who)
        removed = cart.lines.get(what, 0)
        if removed:
            self._set_line(cart, what, 0)
            self._trim(cart, what, 0)
        return removed

    def _cart(self, who: int) -> Cart:
        cart = self.carts[who]
        if cart is None:
            raise RefusedError("SW040")
        return cart

    def _check_line(self, cart: Cart, what: int, quantity: int) -> None:
        if not self.listings[what].active:
            raise RefusedError("SW002")
        if quantity > 10 or sum(cart.lines.values()) - cart.lines.get(what, 0) + quantity > 50:
            raise RefusedError("SW003")
        if quantity > self.free(what, cart):
            raise RefusedError("SW001")

    @staticmethod
    def _set_line(cart: Cart, what: int, quantity: int) -> None:
        cart.lines[what] = quantity
        if not quantity:
            del cart.lines[what]
        cart.version += 1

    def _trim(self, cart: Cart, what: int, wanted: int) -> None:
        holds = self.listings[what].holds
        if self.held(what, cart) > wanted:
            holds[cart] = (wanted, holds[cart][1])

    # the checkout

    def start(self, who: int) -> list[tuple[int, int, int]]:
        """The lines that are short: listing, wanted, available."""
        cart = self._checkout(who)
        until = self._held_until(cart)
        if until is None:
            cart.renewals = 0
        return self._hold(cart, self.now + HOLD if until is None else until)

    def renew(self, who: int) -> list[tuple[int, int, int]]:
        cart = self._checkout(who)
        until = self._held_until(cart)
        if until is not None and cart.renewals >= 3:
            raise RefusedError("SW020")
        cart.renewals = 0 if until is None else cart.renewals + 1
        return self._hold(cart, self.now + HOLD)

    def address(self, who: int) -> Quote | None:
        self._checkout(who).address = True
        return self.requote(who)

    def shipping(self, who: int, option: str) -> Quote | None:
        self._checkout(who).shipping = option
        return self.requote(who)

    def payment(self, who: int) -> Quote | None:
        self._checkout(who).payment = True
        return self.requote(who)

    def requote(self, who: int) -> Quote | None:
        """The new quote, None while a step or stock is missing."""
        cart = self._checkout(who)
        if self.start(who) or not (cart.address and cart.shipping and cart.payment):
            return None
        lines = {what: (quantity, self.listings[what].price) for what, quantity in cart.lines.items()}
        cost = FLAT if cart.shipping == "reguler" else None
        self.quotes.append(Quote(cart, cart.version, lines, cost, self.now + QUOTE))
        return self.quotes[-1]

    def place(self, who: int, quote: Quote) -> Order:
        """The order of a quote, new or again."""
        if quote.cart.who != who:
            raise RefusedError("SW040")
        if quote.order is None:
            self._check_quote(quote)
            quote.order = self._order(quote)
        return quote.order

    def _checkout(self, who: int) -> Cart:
        cart = self._cart(who)
        if not cart.lines:
            raise RefusedError("SW040")
        return cart

    def _held_until(self, cart: Cart) -> float | None:
        held = [what for what in range(len(self.listings)) if self.held(what, cart)]
        return min((self.listings[what].holds[cart][1] or 0 for what in held), default=None)

    def _hold(self, cart: Cart, until: float) -> list[tuple[int, int, int]]:
        short = []
        for what, quantity in sorted(cart.lines.items()):
            available = self.available(what, cart.who)
            if quantity > available:
                short.append((what, quantity, available))
            kept = self.held(what, cart) if quantity > available else quantity
            self.listings[what].holds[cart] = (kept, until)
        return short

    def _check_quote(self, quote: Quote) -> None:
        if not quote.cart.is_open or quote.cart.version != quote.version:
            raise RefusedError("SW011")
        if quote.until <= self.now:
            raise RefusedError("SW010")
        if any(self.listings[what].price != price for what, (_, price) in quote.lines.items()):
            raise RefusedError("SW012")
        for what, (quantity, _) in sorted(quote.lines.items()):
            if not self.listings[what].active:
                raise RefusedError("SW002")
            if self.free(what, quote.cart) < quantity:
                raise RefusedError("SW001")

    def _order(self, quote: Quote) -> Order:
        due = None if quote.shipping is None else self.now + TERM
        lines = {what: quantity for what, (quantity, _) in quote.lines.items()}
        subtotal = sum(quantity * price for quantity, price in quote.lines.values())
        status = "awaiting_quote" if due is None else "awaiting_payment"
        order = Order(quote.cart.who, lines, subtotal, quote.shipping, status, due)
        for what, quantity in lines.items():
            self.listings[what].holds.pop(quote.cart, None)
            self.listings[what].holds[order] = (quantity, due)
        quote.cart.is_open, self.carts[quote.cart.who] = False, None
        self.orders.append(order)
        return order
