"""The banner of the shop's pages, as an admin sets it."""
