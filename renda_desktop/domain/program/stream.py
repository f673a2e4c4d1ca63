"""The versions of a program, as they were published."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.program.details import ProgramDetails
from renda_desktop.domain.stream import Fact, Noun, Stream


@dataclass(slots=True)
class Program(Stream):
    noun: ClassVar[str] = "program"
    term: ClassVar[str] = "工作机制"

    details: Any = None
    versions: dict[int, ProgramDetails] = field(default_factory=dict)
    shipped: set[int] = field(default_factory=set)


class PublishProgram(Fact, frozen=True):
    """A version of the program is in force from now on; earlier records keep theirs.

    It is checked before it is published and not here: records rest on what was published, so no
    later rule may take it away. `shipped`: it came with the application.
    """

    kind: ClassVar[str] = "program.publish"
    begins: ClassVar[bool | None] = None
    details: ProgramDetails
    shipped: bool = False

    def apply(self, stream: Program, entry: Entry) -> None:
        version = self.details.version
        if version in stream.versions:
            raise RuleBroken("program.version", key=self.details.key, version=version)
        stream.versions[version] = self.details
        if self.shipped:
            stream.shipped.add(version)
        stream.details = stream.versions[max(stream.versions)]
        stream.scope = stream.scope or entry.scope


PROGRAM = Noun(Program, [PublishProgram])
