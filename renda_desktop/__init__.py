"""Renda Desktop: the application of the people's-congress liaison stations."""
