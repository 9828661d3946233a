"""What the history's tabs mean: groups of order statuses by what the shopper waits for."""

GROUPS: dict[str, tuple[str, ...]] = {
    "unpaid": ("awaiting_quote", "awaiting_payment"),
    "packing": ("paid", "processing"),
    "shipping": ("shipped", "delivered"),
    "completed": ("completed",),
    "closed": ("cancelled", "expired"),
}
STATUSES = tuple(status for group in GROUPS.values() for status in group)
