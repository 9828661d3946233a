"""How the shop is doing, with what to do about it."""
