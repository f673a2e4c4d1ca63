"""The first run: founding a station."""
