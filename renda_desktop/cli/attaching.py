"""Files of matters: putting them in, and getting them out again."""

import sys
from functools import partial

from renda_desktop.cli import files, opening
from renda_desktop.cli.arguments import Options
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.queries.attachments import attachment as read
from renda_desktop.services import attachments, catalogue


def attach(options: Options) -> int:
    """Attach files to a matter; return 1 where one was not taken, the others are."""
    refused = 0
    with opening.opened(options) as office:
        matter = office.read(_matter, written=options.matter)
        for file in options.files:
            try:
                data = files.read(file)
                office.act(attachments.attach, matter=matter, name=file.name, data=data)
            except RuleBroken as told:
                print(f"{file.name}:{told}", file=sys.stderr)
                refused = 1
            else:
                print(f"已添加:{file.name}")
    return refused


def attachment(options: Options) -> int:
    """Write a file of a matter to where it is asked for."""
    with opening.opened(options) as office:
        matter = office.read(_matter, written=options.matter)
        file, data = office.read(read, matter=matter, name=options.name)
    files.write(options.output, data)
    print(f"{file.name}:{options.output}")
    return 0


_matter = partial(catalogue.find, kind="matter", place="事项", refs={})
