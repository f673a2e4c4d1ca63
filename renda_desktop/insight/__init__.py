"""What many matters say together: the same matter again, themes, ranking."""
