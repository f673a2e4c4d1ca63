"""The two families of expected failures; anything else is our bug.

Exception
├── RuleBroken    the user asked for what the rules forbid: say so in their words
└── Unavailable   the world is at fault: say so, keep the work, try again
"""

from functools import partial

from renda_desktop.domain.rules import SENTENCES


class _Told(Exception):  # noqa: N818 # the two families are named for what happened
    """A failure that is told to the user; parameters hold no personal data."""

    def __init__(self, rule: str, /, **params: object) -> None:
        super().__init__(rule, params)
        self.rule = rule
        self.params = params

    def __str__(self) -> str:
        return SENTENCES[self.rule].format(**self.params)

    def __reduce__(self) -> tuple[object, ...]:
        """Let it be copied, and handed from one process to another."""
        return partial(type(self), self.rule, **self.params), ()


class RuleBroken(_Told):
    """What was asked for is against the rules; nothing was changed."""


class Unavailable(_Told):
    """The disk, the keyring or the network failed; what was saved is safe."""
