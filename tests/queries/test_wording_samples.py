"""Every letter can be shown in its words with made-up values, with none of its fields left over."""

import pytest

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.wording import Wording
from renda_desktop.queries.papers import wordings
from renda_desktop.queries.papers.wording_samples import sample
from tests.offices import START


@pytest.mark.parametrize("kind", wordings.NAMES)
def test_every_field_has_a_value(kind: str) -> None:
    fields = wordings.FIELDS[kind]
    body = "\n".join(f"{name}：{{{name}}}" for name in fields)
    sheet = sample(kind=kind, wording=Wording("单", body), now=START)
    text = "\n".join(part.text for part in sheet.body)
    for name in fields:
        assert f"{name}：" in text
        assert f"{name}：{name}" not in text
    assert sample(kind=kind, wording=wordings.shipped(kind), now=START).body


def test_what_cannot_be_filled_in_is_named() -> None:
    with pytest.raises(RuleBroken, match="电话"):
        sample(kind="reply", wording=Wording("单", "{电话}"), now=START)
    with pytest.raises(RuleBroken, match="答复"):
        sample(kind="reply", wording=Wording("单", "{编号}"), now=START)
