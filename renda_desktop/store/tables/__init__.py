"""The tables: those that are kept for ever, and those that can be made again."""
