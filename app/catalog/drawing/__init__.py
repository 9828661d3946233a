"""Drawings of the label book: one picture per listing, composed from its picture key."""
