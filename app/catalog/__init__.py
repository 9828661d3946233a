"""What is for sale: the marketplace, the product page, live stock, and the pictures."""
