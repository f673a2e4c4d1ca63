import inspect
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import get_type_hints

import pytest

from renda_desktop import services
from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.nouns import NOUNS
from renda_desktop.domain.terms import Urgency
from renda_desktop.services import amendments, catalogue, line_schema, papers, stations, visits
from renda_desktop.services.action import Changes
from tests.offices import Cast


def _services() -> Iterator[object]:
    for module in iter_modules(services.__path__):
        if module.ispkg or module.name in ("drafts", "printing"):  # nothing was done
            continue
        for function in vars(import_module(f"renda_desktop.services.{module.name}")).values():
            if not inspect.isfunction(function) or function.__name__.startswith("_"):
                continue
            if get_type_hints(function).get("return") is Changes:
                yield function


def test_every_service_has_a_name() -> None:
    named = {getattr(service, "func", service) for service in catalogue.ACTIONS.values()}
    # The first action of all, doing one by name, and filing what was prepared.
    apart = {stations.found, catalogue.perform, papers.file}
    assert set(_services()) - named == apart


def test_every_name_begins_with_a_noun() -> None:
    assert {name.partition(".")[0] for name in catalogue.ACTIONS} <= set(NOUNS)


def test_every_action_says_what_it_takes() -> None:
    schema = line_schema.schema()
    assert {one["$ref"] for one in schema["oneOf"]} == {
        f"#/$defs/{name}" for name in catalogue.ACTIONS
    }
    for name in catalogue.ACTIONS:
        form = schema["$defs"][name]
        assert form["description"]
        assert not {"session", "by", "stream", "noun"} & set(form["properties"])


def test_where_an_id_is_wanted_a_name_may_be_written() -> None:
    known = line_schema.schema()["$defs"]
    assign, plan = known["matter.assign"]["properties"], known["reception.plan"]["properties"]
    assert assign["matter"] == {"$ref": "#/$defs/name"}
    assert assign["co_units"]["items"] == {"$ref": "#/$defs/name"}
    assert plan["starts"] == {"$ref": "#/$defs/moment"}
    assert known["theme.measure"]["properties"]["value"]["type"] == ["string", "number"]
    assert "[0-9a-f]{32}" not in str(known)


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("urgency", "soon", "stream.malformed"),
        ("place", 7, "stream.malformed"),
        ("confidential", "yes", "stream.malformed"),
        ("summary", "长" * 201, "text.long"),
        ("urgency", Urgency.NORMAL, "amend.nothing"),
        ("place", "", "amend.nothing"),
    ],
)
def test_an_amendment_of_the_wrong_form_is_refused(
    office: Office, cast: Cast, field: str, value: object, rule: str
) -> None:
    raised = (visits.Raised(own_words="路灯不亮"),)
    person = visits.Person(name="王芳")
    made = office.act(visits.register, reception=cast.reception, person=person, matters=raised)
    matter = next(one for one in made.ids if _is_matter(office, one))
    with pytest.raises(RuleBroken) as told:
        office.act(amendments.amend, noun="matter", stream=matter, changes={field: value})
    assert told.value.rule == rule


def _is_matter(office: Office, one: str) -> bool:
    from renda_desktop.queries.references import find

    return bool(office.read(find, kind="matter", text=one))
