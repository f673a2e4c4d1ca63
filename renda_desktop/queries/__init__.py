"""Reads: a session in, frozen rows out."""
