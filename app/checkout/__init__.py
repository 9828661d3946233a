"""Checkout: hold, address, shipping, payment, review, and the one gate that places the order."""
