"""Work that follows from a change, done by the worker."""
