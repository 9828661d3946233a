"""Signing in at the desk: the second factor, leaving, and who works here."""
