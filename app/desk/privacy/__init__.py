"""Requests of members for deletion, with the hours that the law gives us."""
