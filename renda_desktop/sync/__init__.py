"""Offline-first exchange with the server: messages, signatures, the client's side of it."""
