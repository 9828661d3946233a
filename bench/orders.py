"""Shops of very many orders."""

import time

from app import migrations, seeding


def filled(url: str, orders: int, *, whole: bool = False) -> None:
    """Makes the sample shop of an empty database, and as many orders as are missing; whole: with all that real ones have."""
    migrations.up(url)
    seeding.plant(url)
    if seeding.count_orders(url) < orders:
        began = time.monotonic()
        seeding.fill_orders(url, orders)
        if whole:
            seeding.complete_orders(url)
        print(f"made {orders:,} orders in {time.monotonic() - began:.0f} s", flush=True)
