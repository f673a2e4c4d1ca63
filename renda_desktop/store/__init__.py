"""The encrypted log and what is derived from it."""
