"""An order as staff see it, and what they can do to it."""
