"""Names are found by what people type for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renda_desktop.store.pinyin import name_keys, query_key


def finds(query: str, name: str) -> bool:
    key = query_key(query)
    return bool(key) and any(stored.startswith(key) for stored in name_keys(name))


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("张三", "z zs ZS zhang zhangs zhangsan zhang'san 张 张s 张san 张三 zs"),
        ("张小明", "zxm zhangxm zhangxiaom 张xm 张xiaoming 张小m 张小明 zhangx zx"),
        ("欧阳晓明", "oyxm ouyangxm 欧阳xm 欧阳xiao ouyangxiaoming"),
        ("买买提·吐尔逊", "mmt maimaiti 买买提·吐 买买提吐尔 mmttex 买买提t"),
        ("吕布", "lvb lb lub lüb lvbu"),
        ("𠮷田一郎", "𠮷 𠮷田 𠮷t 𠮷tian"),
        ("John Smith", "john johnsm JOHN"),
    ],
)
def test_every_way_of_typing(name: str, queries: str) -> None:
    for query in queries.split():
        assert finds(query, name), query


@pytest.mark.parametrize(
    ("surname", "sounds"),
    [
        ("仇", "qiu chou"),
        ("单", "shan dan"),
        ("解", "xie jie"),
        ("冼", "xian"),
        ("乐", "yue le"),
        ("邬", "wu"),
        ("曾", "zeng ceng"),
        ("查", "zha cha"),
        ("盖", "ge gai"),
        ("区", "ou qu"),
        ("朴", "piao pu"),
        ("缪", "miao mou"),
        ("翟", "zhai di"),
        ("覃", "qin tan"),
        ("种", "chong zhong"),
        ("黑", "he hei"),
        ("谌", "chen shen"),
        ("费", "fei bi"),
        ("员", "yun yuan"),
        ("尉迟", "yuchi weichi"),
        ("长孙", "zhangsun changsun"),
        ("万俟", "moqi wansi"),
        ("澹台", "tantai dantai"),
    ],
)
def test_a_surname_is_found_by_either_reading(surname: str, sounds: str) -> None:
    for sound in sounds.split():
        assert finds(sound, surname + "明")
        assert finds(sound + "m", surname + "明")
        assert finds(sound + "ming", surname + "明")


@pytest.mark.parametrize(
    "query", ["s", "sz", "zhansan", "李", "三", "", "·", "zhangsanfeng", "张z"]
)
def test_what_is_not_his_name_does_not_find_him(query: str) -> None:
    assert not finds(query, "张三")


@pytest.mark.parametrize("name", ["那解任朴翟员祭那乐" * 5, "阿卜杜热西提·艾合买提江", "阿" * 50])
def test_long_names_stay_small(name: str) -> None:
    keys = name_keys(name)
    assert len(keys) < 300
    assert finds(name[:30], name)


def test_ordinary_names_have_few_keys() -> None:
    names = ["张三", "李小明", "王建国", "陈秀英", "欧阳晓明", "刘洋", "周杰"]
    assert sum(len(name_keys(name)) for name in names) / len(names) < 15


@given(st.text(max_size=20))
def test_any_text_can_be_a_name_and_a_query(text: str) -> None:
    assert all(name_keys(text))
    assert not query_key(text) or finds(text, text)
