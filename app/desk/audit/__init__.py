"""The audit of stock and orders: what its last run found."""
