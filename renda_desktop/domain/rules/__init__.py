"""What the user is told when a rule is broken, one sentence a rule."""

from renda_desktop.domain.rules import (
    anything,
    bundles,
    central,
    exchange,
    home,
    judging,
    lists,
    matters,
    papers,
    people,
    programs,
    restoring,
)

_OF = (
    anything, people, matters, judging, programs, home, lists, exchange, central, bundles,
    restoring, papers,
)  # fmt: skip

SENTENCES: dict[str, str] = {rule: said for part in _OF for rule, said in part.SENTENCES.items()}
