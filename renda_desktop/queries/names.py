"""Names behind ids, looked up when they are needed."""

import re
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import local
from renda_desktop.domain.terms import Term
from renda_desktop.store.tables import projection as t

_ID = re.compile(r"[0-9a-f]{32}")


class Names:
    """Names of clerks, deputies, departments and other things within one read."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[tuple[str, Id], str] = {}

    def clerk(self, one: Id) -> str:
        return self._name(t.clerk, "name", one)

    def deputy(self, one: Id | None) -> str:
        return self._name(t.deputy, "name", one)

    def department(self, one: Id | None) -> str:
        return self._name(t.department, "short", one) or self._name(t.department, "name", one)

    def resident(self, one: Id | None) -> str:
        return self._name(t.resident, "name", one)

    def matter(self, one: Id | None) -> str:
        return self._name(t.matter, "number", one)

    def theme(self, one: Id | None) -> str:
        return self._name(t.theme, "title", one)

    def deputies(self, many: Iterable[Id]) -> str:
        return "、".join(name for name in map(self.deputy, many) if name)

    def departments(self, many: Iterable[Id]) -> str:
        return "、".join(name for name in map(self.department, many) if name)

    def shown(self, value: object) -> str:
        """Return a field's value in words."""
        match value:
            case None | "":
                return "(空)"
            case Term():
                return value.label
            case bool():
                return "是" if value else "否"
            case tuple() | list():
                return "、".join(map(self.shown, value)) or "(空)"
            case datetime():
                return f"{local(value):%Y-%m-%d %H:%M}"
            case StrEnum():
                return value.value
            case str() if _ID.fullmatch(value) and (name := self._any(Id(value))):
                return name
            case _:
                return str(value)

    def _any(self, one: Id) -> str:
        found = (self.deputy(one), self.department(one), self.resident(one), self.theme(one))
        return next((name for name in found if name), "")

    def _name(self, table: Table, column: str, one: Id | None) -> str:
        if not one:
            return ""
        key = (f"{table.name}.{column}", one)
        if key not in self._known:
            wanted = select(table.c[column]).where(table.c.id == one)
            self._known[key] = self._session.scalar(wanted) or ""
        return self._known[key]
