from collections import Counter
from pathlib import Path

from renda_desktop.services.imports.departments import DepartmentRow, read_departments
from renda_desktop.services.imports.rows import Skip
from tests.services.imports.books import write_roster


def test_a_list_of_offices(tmp_path: Path) -> None:
    path = write_roster(
        tmp_path / "list.xlsx",
        ["承办单位通讯录"],
        ["序号", "部门", "简称", "联系人", "电话", "办公地址", "备注"],
        [1, "区综合行政执法局", "区综合执法局", "张 三", 13812345678, "中山路1号", ""],
        [2, "区住房和城乡建设局", "", "无", "", "", "牵头单位"],
        [3, "", "区民政局", "李四", "138", "", ""],
        [4, "区综合行政执法局", "", "", "", "", ""],
        ["合计", None, None, None, None, None, "4家"],
    )
    sheet = read_departments(path)
    assert sheet.good == (
        DepartmentRow(
            row=3,
            name="区综合行政执法局",
            short="区综合执法局",
            contact="张三",
            phone="13812345678",
            address="中山路1号",
            remark="",
        ),
        DepartmentRow(
            row=4,
            name="区住房和城乡建设局",
            short="",
            contact="",
            phone=None,
            address="",
            remark="牵头单位",
        ),
    )
    assert [(bad.line.number, [p.title for p in bad.problems]) for bad in sheet.bad] == [
        (5, ["部门", "电话"]),
        (6, ["部门"]),
    ]
    assert sheet.bad[1].problems[0].reason == "与第 3 行重复。"
    assert sheet.skipped == Counter({Skip.SUM: 1})
