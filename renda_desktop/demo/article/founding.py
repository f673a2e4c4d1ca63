"""A place at its beginning: areas, stations, outposts, departments."""

from renda_desktop.demo.article.script import Place, script
from renda_desktop.demo.article.stage import Scene, Site, Stage
from renda_desktop.demo.folk import person_name
from renda_desktop.demo.world import Office
from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import AreaLevel
from renda_desktop.services import areas, departments, stations


def founded(stage: Stage, key: str) -> Scene:
    """Register a place with a station for each township, or one for the whole."""
    place = next(one for one in script().place if one.key == key)
    district = stage.desk.act(
        areas.register, name=place.name, level=AreaLevel.DISTRICT, parent=stage.city
    ).id
    sites = [_site(stage, place, district, number) for number in range(len(_names(place)))]
    scene = Scene(place.name, sites, [])
    for number, name in enumerate(script().offices):
        contact = person_name(stage.luck)
        full, short = place.name + name, f"{place.name[:2]}{name}"
        made = stage.act(
            sites[0],
            departments.register,
            name=full,
            short=short,
            contact=contact,
            phone=f"0574-555{number + 11:02d}110",
        )
        scene.offices.append(Office(made, short, contact))
    stage.scenes[key] = scene
    return scene


def _names(place: Place) -> tuple[str, ...]:
    return place.townships or (place.name,)


def _site(stage: Stage, place: Place, district: Id, number: int) -> Site:
    name = _names(place)[number]
    township = None
    if place.townships:
        township = stage.desk.act(
            areas.register, name=name, level=AreaLevel.TOWNSHIP, parent=district
        ).id
    title = f"{name}人大代表联络站" if place.townships else f"{name}人大常委会"
    code = f"{place.code}{number + 1:02d}" if place.townships else place.code
    made = stage.desk.act(
        stations.register, name=title, code=code, address=place.name, area=township or district
    )
    site = Site(made.id, title, township)
    for post in place.outposts if number == 0 else ():
        site.outposts.append((stage.act(site, stations.add_outpost, name=post), post))
    return site
