"""Data chooses, code decides: no code asks which program it is."""

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

import renda_desktop
from renda_desktop.services.programs import shipped_files

PACKAGE = Path(renda_desktop.__file__).parent
KEYS = frozenset(file.stem for file in shipped_files())
# Words that are the keys of programs and, somewhere else, words of their own.
OTHERWISE = {
    "proposals": ("cli", "demo", "queries"),  # their list, and their number
    "themed": ("domain/terms/people.py",),  # kinds of receptions
    "regular": ("domain/terms/people.py",),
    "supervision": ("domain/terms/people.py",),
    "outreach": ("domain/terms/people.py",),
}
# Whoever makes data names the program it is made under.
MAKERS = ("demo", "selftest.py")
_NAMED = frozenset({"program", "program_key"})
_HOLDERS = _NAMED | {"rules", "details", "mechanism"}
_ASKING = frozenset({"startswith", "endswith", "partition", "find", "count", "index"})


def asked(source: str, *, may_name: bool = False, words: frozenset[str] = frozenset()) -> list[int]:
    """Return the lines that ask which program it is, or name one.

    Args:
        may_name: a program may be named, yet never be asked for.
        words: keys that mean something else in this file.
    """
    tree = ast.parse(source)
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.expr | ast.stmt))
    found = {node.lineno for node in nodes if _asks(node, KEYS - words)}
    if not may_name:
        found |= {node.lineno for node in _texts(tree) if node.value in KEYS - words}
    return sorted(found)


def _asks(node: ast.AST, keys: frozenset[str]) -> bool:
    match node:
        case ast.Compare(left, _, others):
            return _tell_apart([left, *others], keys)
        case ast.Match(subject, cases):
            return _tell_apart([subject, *(case.pattern for case in cases)], keys)
        case ast.Dict(named):
            return any(text.value in keys for key in named if key for text in _texts(key))
        case ast.Subscript(ast.Dict(), asked_for):
            return _is_key(asked_for)
        case ast.Call(ast.Attribute(ast.Dict(), "get"), [asked_for, *_]):
            return _is_key(asked_for)
        case ast.Call(ast.Attribute(value, method)):
            return method in _ASKING and _is_key(value)
        case _:
            return False


def _tell_apart(sides: Sequence[ast.AST], keys: frozenset[str]) -> bool:
    """Say whether one side is a program's key and another a text, or a text is such a key."""
    said = [text.value for side in sides for text in _texts(side) if text.value]
    return any(_is_key(side) for side in sides) if said and keys.isdisjoint(said) else bool(said)


def _is_key(node: ast.AST) -> bool:
    match node:
        case ast.Name(name) | ast.Attribute(_, name) if name in _NAMED:
            return True
        case ast.Attribute(ast.Name(holder) | ast.Attribute(_, holder), "key"):
            return holder in _HOLDERS
        case _:
            return False


def _texts(node: ast.AST) -> Iterator[ast.Constant]:
    """Return the literal texts in a piece of code."""
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one


@pytest.mark.parametrize("file", sorted(PACKAGE.rglob("*.py")), ids=str)
def test_no_code_asks_which_program_it_is(file: Path) -> None:
    place = file.relative_to(PACKAGE).as_posix()
    words = frozenset(word for word, places in OTHERWISE.items() if place.startswith(places))
    source = file.read_text("utf-8")
    assert asked(source, may_name=place.startswith(MAKERS), words=words) == []


@pytest.mark.parametrize(
    "code",
    [
        'program.key == "themed"',
        'if "night-talk" != details.program: pass',
        'x = y == "major-projects"',
        'program in ("ours", "theirs")',
        'row.program.key not in {"our-own"}',
        'rules.key == "our-own"',
        'c.program == "our-own"',
        'match program.key:\n    case "our-own": pass',
        'match one:\n    case "themed" | "regular": pass',
        'program.startswith("super")',
        'details.program.key.endswith("-online")',
        'terms = {"themed": 30, "regular": 20}',
        '{"a": 1}[program.key]',
        '{"a": 1}.get(program)',
    ],
)
def test_asking_is_found_even_where_programs_may_be_named(code: str) -> None:
    assert asked(code, may_name=True)


def test_naming_is_found() -> None:
    assert asked('register(program="themed")') == [1]
    assert asked('DAYS = 3\nDESK = "regular"') == [2]


@pytest.mark.parametrize(
    "code",
    [
        "program.key == other.key",
        "program is None",
        'program == ""',
        'key == "clerk"',
        "match program:\n    case None: pass",
        "_s.program == program",
    ],
)
def test_what_asks_for_no_program_is_left_alone(code: str) -> None:
    assert asked(code) == []
