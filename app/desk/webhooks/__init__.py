"""Webhooks at the desk: who is told of what, what became of it, and sending it again."""
