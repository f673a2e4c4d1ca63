"""Excel lists as stations keep them, read into checked rows."""
