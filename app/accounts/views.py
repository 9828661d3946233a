"""The views of this area, in the files that register them."""

from app.accounts import address_views, auth_views, member_views
from app.accounts.blueprint import bp

__all__ = ["address_views", "auth_views", "bp", "member_views"]
