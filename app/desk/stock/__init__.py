"""Stock as staff see it: what there is, who holds it, how it came about, and what they change."""
