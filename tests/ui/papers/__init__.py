"""Papers in the window."""
