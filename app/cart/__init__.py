"""The cart of visitors and members."""
