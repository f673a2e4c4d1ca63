"""Work mechanisms at the terminal: looked at, copied to a file, checked and published."""

from dataclasses import dataclass

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.bootstrap import Office
from renda_desktop.cli import columns, files, opening
from renda_desktop.cli.arguments import Options
from renda_desktop.cli.program_words import words
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.program import ProgramDetails
from renda_desktop.queries import programs
from renda_desktop.queries.names import Names
from renda_desktop.queries.programs import ProgramVersion
from renda_desktop.services import programs as doing
from renda_desktop.store import program_files


@dataclass(frozen=True, slots=True)
class Listed:
    """A program in force, and where it comes from."""

    key: str
    title: str
    version: int
    source: str


def list_(options: Options) -> int:
    """Show the programs in force."""
    with opening.opened(options) as office:
        rows = office.read(_listed)
    print(_json(rows) if options.json else columns.table("program_list", rows))
    return 0


def show(options: Options) -> int:
    """Show one program in words, with the versions there are."""
    with opening.opened(options) as office, office.session() as session:
        found = programs.versions(session, key=options.key)
        one = _chosen(found, options)
        if options.json:
            print(_json(one))
            return 0
        names = Names(session)
        rows = [(v, names.clerk(v.author)) for v in found]
    print(words(one.details))
    print()
    print(columns.table("program_versions", rows))
    return 0


def copy(options: Options) -> int:
    """Write a program to a file: the shipped file with its comments, where it is that version."""
    with opening.opened(options) as office:
        details = _wanted(office, options)
    renamed = details
    if options.as_:
        renamed = msgspec.structs.replace(details, key=options.as_, version=1)
        renamed.check()
    same = (f for f in doing.shipped_files() if program_files.read_program(f) == details)
    file = next(same, None)
    text = program_files.copied(file, key=options.as_) if file else program_files.written(renamed)
    files.write(options.file, text.encode())
    print(f"已写到 {options.file}:改好后用 program check 检查,用 program publish 发布。")
    return 0


def check(options: Options) -> int:
    """Read a program file and say in words what it means."""
    print(words(program_files.read_program(options.file)))
    return 0


def publish(options: Options) -> int:
    """Put a program file into force, as the first or the next version of its program."""
    details = program_files.read_program(options.file)
    with opening.opened(options) as office:
        office.act(doing.publish_next, details=details)
        newest = office.read(programs.program, key=details.key)
    print(f"已发布:“{newest.title}”({newest.key})第{newest.version}版。以前的记录仍按原来的版本。")
    return 0


def _wanted(office: Office, options: Options) -> ProgramDetails:
    if options.shipped:
        found = next((one for one in doing.shipped() if one.key == options.key), None)
        if found is None:
            raise RuleBroken("program.missing", key=options.key)
        return found
    return _chosen(office.read(programs.versions, key=options.key), options).details


def _chosen(found: list[ProgramVersion], options: Options) -> ProgramVersion:
    """Return the version that was asked for, the newest unless told otherwise."""
    wanted = options.version_ or max((one.number for one in found), default=0)
    one = next((one for one in found if one.number == wanted), None)
    if one is None:
        raise RuleBroken("program.missing", key=options.key)
    return one


def _listed(session: Session) -> list[Listed]:
    shipped = {one.key: one for one in doing.shipped()}
    return [
        Listed(
            one.key,
            one.title,
            one.version,
            _source(programs.versions(session, key=one.key), shipped.get(one.key)),
        )
        for one in programs.programs(session)
    ]


def _source(versions: list[ProgramVersion], shipped: ProgramDetails | None) -> str:
    """Say where a program comes from, and what a release brought that is not in force."""
    if all(one.shipped for one in versions):
        return "随软件提供"
    if shipped is None:
        return "本站制定"
    if any(one.details == shipped for one in versions):
        return "本站修订"
    return f"本站修订;软件附带的第{shipped.version}版未采用"


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
