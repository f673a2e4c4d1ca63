"""The words of letters at the terminal: looked at, changed from a file, put back."""

import msgspec

from renda_desktop.cli import columns, files, opening
from renda_desktop.cli.arguments import Options
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.wording import Wording
from renda_desktop.queries.papers import wordings
from renda_desktop.services import wordings as doing


def list_(options: Options) -> int:
    """Show which letters there are and whose words they say."""
    with opening.opened(options) as office:
        rows = office.read(wordings.listed)
    print(msgspec.json.encode(rows).decode() if options.json else columns.table("wordings", rows))
    return 0


def show(options: Options) -> int:
    """Write the words of one letter as a file that can be changed, its fields as comments."""
    with opening.opened(options) as office:
        words = office.read(wordings.in_force, kind=options.kind)
    print(_written(options.kind, wordings.shipped(options.kind) if options.shipped else words))
    return 0


def set_(options: Options) -> int:
    """Say a letter as a file says it."""
    words = _parsed(files.read(options.file))
    with opening.opened(options) as office:
        office.act(doing.set_, kind=options.kind, title=words.title, to=words.to, body=words.body)
    print(f"{wordings.NAMES[options.kind]}的用语已更改,以后出具的照此打印。")
    return 0


def reset(options: Options) -> int:
    """Say a letter again as it ships, or as an area says it."""
    with opening.opened(options) as office:
        office.act(doing.reset, kind=options.kind)
        row = next(one for one in office.read(wordings.listed) if one.kind == options.kind)
    print(f"{row.name}的用语已恢复:{columns.SOURCES.get(row.source, row.source)}。")
    return 0


def _written(kind: str, words: Wording) -> str:
    import tomli_w

    needed = wordings.NEEDED.get(kind, ())
    fields = wordings.FIELDS[kind].items()
    lines = [f"# {wordings.NAMES[kind]}:可用的字段"]
    lines += [f"#   {{{n}}}  {told}{'(必需)' if n in needed else ''}" for n, told in fields]
    lines += ["# 正文每行一段;“# ”开头是一级标题,“## ”开头是二级标题。", ""]
    plain = {"title": words.title, "to": words.to, "body": f"\n{words.body.strip()}\n"}
    return "\n".join(lines) + "\n" + tomli_w.dumps(plain, multiline_strings=True).rstrip()


def _parsed(data: bytes) -> Wording:
    try:
        return msgspec.toml.decode(data, type=Wording)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise RuleBroken("wording.file") from None
