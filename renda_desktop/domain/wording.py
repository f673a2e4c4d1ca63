"""Words of letters as data: texts with named fields that an admin may change."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from renda_desktop.domain.errors import RuleBroken

LONGEST: Final = 10_000
_DIGITS: Final[tuple[str, ...]] = ("", *"一二三四五六七八九")
_HEADINGS: Final = (("## ", 2), ("# ", 1))


class Wording(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a letter says. `{name}` stands for what is known when the letter is written.

    Each line of `body` is a paragraph; "# " and "## " begin headings, which are numbered 一、 and
    （一） when the letter is written. A line that has fields of which none is known is left out,
    and so is a heading with nothing under it.
    """

    title: Annotated[str, Meta(min_length=1, max_length=200)]
    body: Annotated[str, Meta(min_length=1, max_length=LONGEST)]
    to: Annotated[str, Meta(max_length=500)] = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a letter that is written out; `level` 0 is text, 1 and 2 are headings."""

    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Written:
    """A letter with all fields filled in."""

    title: str
    to: str
    body: tuple[Paragraph, ...]


def check(wording: Wording, *, fields: Iterable[str], needed: Iterable[str] = ()) -> None:
    """Raise RuleBroken where a wording names a field that its letter does not have.

    Or where its body lacks one without which the letter says nothing.
    """
    known = tuple(fields)
    for text in (wording.title, wording.to):
        check_text(text, fields=known)
    check_text(wording.body, fields=known, needed=needed)


def check_text(text: str, *, fields: Iterable[str], needed: Iterable[str] = ()) -> None:
    """Raise RuleBroken where one text names an unknown field or lacks a needed one."""
    known, names = tuple(fields), fields_of(text)
    for name in names:
        if name not in known:
            raise RuleBroken("wording.unknown_field", field=name, known="、".join(known))
    for name in needed:
        if name not in names:
            raise RuleBroken("wording.needed_field", field=name)


def write(wording: Wording, *, values: Mapping[str, str]) -> Written:
    """Return the letter that a wording and what is known make.

    Raises:
        RuleBroken: it names a field that there is no value for, not even an empty one.
    """
    check(wording, fields=values)
    body = []
    for line in wording.body.splitlines():
        if not line.strip():
            continue
        names = fields_of(line)
        if names and not any(values[name] for name in names):
            continue
        mark, level = next((m for m in _HEADINGS if line.startswith(m[0])), ("", 0))
        body.append(Paragraph(_filled(line[len(mark) :].strip(), values), level))
    title, to = _filled(wording.title, values), _filled(wording.to, values)
    return Written(title, to, tuple(_numbered(_with_text(body))))


def _with_text(body: list[Paragraph]) -> list[Paragraph]:
    """Leave out headings with nothing under them, from the end so that theirs go too."""
    kept: list[Paragraph] = []
    for part in reversed(body):
        if not part.level or (kept and (not kept[-1].level or kept[-1].level > part.level)):
            kept.append(part)
    return kept[::-1]


def _numbered(body: list[Paragraph]) -> Iterator[Paragraph]:
    first = second = 0
    for part in body:
        if part.level == 1:
            first, second = first + 1, 0
            yield Paragraph(f"{_numeral(first)}、{part.text}", 1)
        elif part.level:
            second += 1
            yield Paragraph(f"（{_numeral(second)}）{part.text}", part.level)
        else:
            yield part


def _numeral(number: int) -> str:
    """Return 一 … 九十九."""
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return head + _DIGITS[ones]


def fields_of(text: str) -> list[str]:
    """Return the fields that a text names; RuleBroken where its braces do not pair."""
    return [name for _, name in _parts(text) if name is not None]


def _filled(text: str, values: Mapping[str, str]) -> str:
    parts = (plain + ("" if name is None else values[name]) for plain, name in _parts(text))
    return "".join(parts)


def _parts(text: str) -> list[tuple[str, str | None]]:
    """Return plain text beside the field that follows it; braces are doubled to be meant."""
    try:
        found = list(Formatter().parse(text))
    except ValueError:
        raise RuleBroken("wording.braces") from None
    if any(spec or conversion for _, _, spec, conversion in found):
        raise RuleBroken("wording.braces")
    return [(plain, None if name is None else name.strip()) for plain, name, _, _ in found]
