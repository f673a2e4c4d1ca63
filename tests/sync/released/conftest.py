"""A server for what is tested against released clients."""

from tests.server.conftest import address, data, empty, loop, postgresql, template, town

__all__ = ["address", "data", "empty", "loop", "postgresql", "template", "town"]
