"""鄞州:国资绩效指标体系, six units of different kinds in two rounds."""

from datetime import date, time
from itertools import cycle

from renda_desktop.demo.agenda import Life
from renda_desktop.demo.article.evaluating import evaluated
from renda_desktop.demo.article.founding import founded
from renda_desktop.demo.article.stage import Stage
from renda_desktop.demo.hours import at
from renda_desktop.queries import programs
from renda_desktop.services import departments, scorecards

_PROGRAM = "state-assets"
# Six units of the kinds that the program tells apart, in its order, over two rounds.
_ROUNDS = {
    2020: ("区工贸发展公司", "区城市建设投资集团", "区公共交通公司"),
    2021: ("区机关事务服务中心", "区旅游开发公司", "区水利投资公司"),
}


def yinzhou(stage: Stage) -> Life:
    """Evaluate three units in each of two years."""
    yield at(date(2020, 4, 13), time(9))
    scene = founded(stage, "yinzhou")
    rules = programs.program(stage.desk.session, key=_PROGRAM).scorecard
    if rules is None:
        return
    kinds = cycle(rules.kinds)
    for year, units in _ROUNDS.items():
        yield at(date(year, 5, 11), time(9))
        for name in units:
            unit = stage.act(scene.sites[0], departments.register, name=name)
            kind = next(kinds)
            scorecard = stage.act(
                scene.sites[0],
                scorecards.open_,
                program=_PROGRAM,
                begins=date(year - 1, 1, 1),
                ends=date(year - 1, 12, 31),
                department=unit,
                unit_kind=kind,
            )
            life = evaluated(stage, scene.sites[0], scorecard, rules, kind)
            stage.agenda.add(stage.clock.now, life)
