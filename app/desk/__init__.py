"""The CS desk: a queue of what needs doing next, orders, stock and words, for people of the staff."""
