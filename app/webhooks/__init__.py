"""Telling other programs of orders and low stock: signed, once per event and endpoint, and never inside our own network."""
