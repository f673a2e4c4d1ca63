"""Writes: one function, one action, one transaction."""
