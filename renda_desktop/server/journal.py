"""What the server says of itself: a line of JSON a call, figures to watch, nobody's words."""

import logging
from collections.abc import Mapping
from pathlib import PurePath
from traceback import extract_tb
from typing import Final

import msgspec
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from renda_desktop.domain.ids import Id
from renda_desktop.sync.link import CALLS

log = logging.getLogger("renda_desktop.server")

REGISTRY: Final = CollectorRegistry()
_CALLS: Final = Counter(
    "renda_calls", "Calls by route and outcome.", ("route", "outcome"), registry=REGISTRY
)
_SECONDS: Final = Histogram(
    "renda_call_seconds", "How long calls took.", ("route",), registry=REGISTRY
)
_MOVED: Final = Counter(
    "renda_moved", "Actions offered and given out, entries given out.", ("route", "what"),
    registry=REGISTRY,
)  # fmt: skip


def note(
    *,
    route: str,
    device: Id | None,
    scope: Id | None,
    counts: Mapping[str, int],
    outcome: str,
    seconds: float,
) -> None:
    """Note one call and how it ended."""
    route = route if route in CALLS else "other"
    _CALLS.labels(route, outcome).inc()
    _SECONDS.labels(route).observe(seconds)
    for what in ("actions", "entries", "refused"):
        if counts.get(what):
            _MOVED.labels(route, what).inc(counts[what])
    told: dict[str, object] = {"route": route, "device": device, "scope": scope, **counts}
    told |= {"ms": round(seconds * 1000, 1), "outcome": outcome}
    log.info("%s", msgspec.json.encode(told).decode())


def figures() -> bytes:
    """Return the figures as Prometheus reads them."""
    return generate_latest(REGISTRY)


def trail(failure: BaseException) -> str:
    """Return what failed and where; an exception's own words may quote what was sent."""
    frames = extract_tb(failure.__traceback__)
    steps = [f"{PurePath(f.filename).name}:{f.lineno} {f.name}" for f in reversed(frames)]
    return msgspec.json.encode(
        {"bug": f"{type(failure).__module__}.{type(failure).__qualname__}", "at": steps}
    ).decode()
