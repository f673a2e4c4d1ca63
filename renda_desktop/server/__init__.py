"""The central server: it numbers what PCs push and hands it on; PostgreSQL keeps it."""
