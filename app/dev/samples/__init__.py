"""Sample data for every partial: each of its states by name, with what the views would give it.

Tests draw them and `/dev/komponen` shows them. SAMPLES["partials/cart/line.html"]["short"] is a context that renders alone.
"""

from typing import Any

from app.dev.samples import (
    areas,
    desk,
    desk_banner,
    desk_figures,
    desk_paste,
    desk_privacy,
    desk_search,
    desk_stock,
    desk_webhooks,
    desk_words,
    links,
    orders,
    shop,
)

Context = dict[str, Any]
PARTS = (
    shop,
    areas,
    links,
    orders,
    desk,
    desk_banner,
    desk_figures,
    desk_paste,
    desk_privacy,
    desk_search,
    desk_stock,
    desk_webhooks,
    desk_words,
)
SAMPLES: dict[str, dict[str, Context]] = {name: states for part in PARTS for name, states in part.SAMPLES.items()}
