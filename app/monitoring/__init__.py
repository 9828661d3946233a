"""What machines are told of how the shop is doing."""
