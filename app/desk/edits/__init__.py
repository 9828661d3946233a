"""Changing an order before it is paid: fewer pieces, another address, after a look at what that does."""
