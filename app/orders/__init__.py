"""Orders: confirmation, page with timeline, history, and what a shopper can still do."""
