"""Set the text of a briefing and of a ledger with typst, to measure the papers beside it."""

import importlib
import json
from collections.abc import Sequence
from typing import Any

from renda_desktop import resources
from renda_desktop.reports import words

_HEAD = """
#set page(width: 297mm, height: 210mm, margin: 14.5mm, footer: context [
  #set text(size: 9pt)
  打印 #h(1fr) 第 #counter(page).display() 页　共 #counter(page).final().first() 页])
#set text(font: ("LZ Song", "LZ Fang", "LZ Hei"), size: 10.5pt, lang: "zh", region: "cn")
#set par(justify: true, leading: 0.5em)
#let hei(body) = text(font: "LZ Hei", body)
"""


def compiled(source: str, data: object) -> bytes:
    """Return a PDF of a typst source that reads `data` as JSON from its inputs."""
    made: Any = importlib.import_module("typst").compile(
        source.encode(),
        font_paths=[str(resources.path("fonts"))],
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        ignore_system_fonts=True,
    )
    whole: bytes = made
    return whole


def briefing(sheet: Any) -> bytes:
    """Return a briefing."""
    rows = [
        [
            str(number),
            f"{row.number} · {row.raised_on} · {row.resident} · {row.category} · {row.place}",
            row.own_words,
            row.summary,
            f"{row.stage} · {row.unit}　{words.days_left(row.days) if row.days else ''}　{row.due}",
            [
                f"{event.at:%Y-%m-%d}　{event.what}　{event.text}（{event.who}）"
                for event in row.history
            ],
        ]
        for number, row in enumerate(sheet.rows, 1)
    ]
    source = f"""{_HEAD}
#align(center)[#text(size: 22pt, font: "LZ Biao Song")[代表阅件] \\ {sheet.title}]
#let rows = json(bytes(sys.inputs.data))
#table(columns: (56pt, 264pt, 214pt, 166pt, 59pt), stroke: 0.5pt,
  table.header(..("序号", "群众反映", "办理情况与期限", "代表意见", "签名").map(hei)),
  ..rows.map(r => (r.at(0), [#r.at(1) \\ #hei[原话：]#r.at(2) \\ #hei[摘要：]#r.at(3)],
    [#hei(r.at(4)) \\ #r.at(5).join(linebreak())], [], [])).flatten())
"""
    return compiled(source, rows)


def ledger(sheet: Any) -> bytes:
    """Return a ledger."""
    rows: list[Sequence[str]] = [
        [
            str(number),
            f"{row.number} {row.raised_on}",
            row.resident,
            row.text,
            f"{row.category} {row.place}",
            row.way,
            row.unit,
            f"{row.due or ''} {words.signal(row.signal) if row.signal else ''}",
            f"{row.stage} {row.result} {row.rated}",
        ]
        for number, row in enumerate(sheet.rows, 1)
    ]
    source = f"""{_HEAD}
#align(center)[#text(size: 22pt, font: "LZ Biao Song")[事项台账]]
#let rows = json(bytes(sys.inputs.data))
#set text(size: 9.5pt)
#table(columns: (30fr, 93fr, 44fr, 187fr, 102fr, 58fr, 80fr, 64fr, 102fr), stroke: 0.5pt,
  table.header(..("序号", "编号", "反映人", "反映事项", "类别、地点", "处理方式", "承办",
    "办理期限", "进展").map(hei)),
  ..rows.flatten())
"""
    return compiled(source, rows)
