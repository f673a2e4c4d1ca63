"""慈溪:环保监督 from 2003 on, with what was measured before and after."""

from datetime import date, time
from decimal import Decimal

from renda_desktop.demo.agenda import Life
from renda_desktop.demo.article.founding import founded
from renda_desktop.demo.article.stage import Scene, Stage
from renda_desktop.demo.hours import at
from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import Channel, Outcome
from renda_desktop.services import matters, themes
from renda_desktop.services.ways import Way

_SEWAGE = {2003: 5, 2006: 8, 2009: 15, 2012: 20, 2016: 26, 2020: 32}
_PM25 = {2013: 49, 2015: 45, 2017: 37, 2019: 31, 2020: 29}
_WATER = {2003: Decimal(0), 2010: Decimal("1.1"), 2017: Decimal("2.4")}
_OPINIONS = {
    2003: "关于加快污水处理设施建设的审议意见",
    2008: "关于城乡供水一体化的审议意见",
    2014: "关于大气污染防治的审议意见",
    2018: "关于全面消除劣Ⅴ类水的审议意见",
}


def cixi(stage: Stage) -> Life:
    """Follow the opinions of the standing committee over eighteen years."""
    yield at(date(2003, 3, 10), time(9))
    scene = founded(stage, "cixi")
    title = "生态环境质量"
    source = "市人大常委会审议意见"
    theme = stage.act(scene.sites[0], themes.register, title=title, source=source)
    for key, series in (("sewage", _SEWAGE), ("pm25", _PM25), ("water", _WATER)):
        for year, value in series.items():
            life = _measured(stage, scene, theme, key, Decimal(value), year)
            stage.agenda.add(at(date(year, 12, 20), time(10)), life)
    for year, words in _OPINIONS.items():
        life = _followed(stage, scene, theme, words)
        stage.agenda.add(at(date(year, 6, 16), time(14)), life)


def _measured(stage: Stage, scene: Scene, theme: Id, key: str, value: Decimal, year: int) -> Life:
    stage.act(
        scene.sites[0],
        themes.measure,
        theme=theme,
        program="environment",
        key=key,
        value=value,
        day=date(year, 12, 20),
        source=f"{year}年环境状况公报",
    )
    yield from ()


def _followed(stage: Stage, scene: Scene, theme: Id, words: str) -> Life:
    site, office = scene.sites[0], scene.offices[2]
    matter = stage.act(
        site,
        matters.register,
        program="environment",
        own_words=words,
        channel=Channel.LIST,
        theme=theme,
        way=Way("assigned", "请按审议意见办理,每年报告进展。", office.id),
    )
    yield stage.later(240, 260)
    stage.act(site, matters.supervise, matter=matter, text="组织代表专题督查。")
    yield stage.later(230, 250)
    stage.act(site, matters.reply, matter=matter, text="审议意见已办理,成效见年度监测数据。")
    yield stage.later(10, 20)
    stage.act(
        site,
        matters.resolve,
        matter=matter,
        outcome=Outcome.RESOLVED_AFTER_FOLLOW_UP,
        text="经常委会会议评议,通过。",
    )
    yield stage.later(10, 20)
    stage.desk.act(
        matters.strike_off,
        clerk=stage.supervisor,
        station=site.id,
        matter=matter,
        evidence="常委会评议满意。",
    )
