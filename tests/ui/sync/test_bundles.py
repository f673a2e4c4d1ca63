"""A PC without network: enrolled, exported, answered and imported from the window."""

from pathlib import Path

import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.services import themes
from tests.server.conftest import address, data, loop, postgresql, template, town
from tests.server.pcs import Town
from tests.server.test_commands import Run, code_in
from tests.ui.sync.conftest import Show, Stage

__all__ = ["address", "data", "loop", "postgresql", "template", "town"]


@pytest.fixture
def run(data: Path, address: str, town: Town, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(data, address, capsys)


@pytest.fixture
def stage(show: Show, office: Office, run: Run, tmp_path: Path) -> Stage:
    """The window of a PC that was let in by a file."""
    run("station", "月湖街道人大代表联络站", "YH")
    file = tmp_path / "登记.renda"
    code = code_in(run("enrol", "YH", "--file", str(file)))
    made = show(office)
    made.screen.tabs.setCurrentIndex(4)
    assert "登记文件" in made.screen.bundles.empty.button.text()
    made.screen.bundles.accept_from(file)
    made.keys.type("BADC-BADC-BADC-BADC")
    made.keys.press("Enter")
    made.keys.press("Ctrl+A")
    made.keys.type(code)
    made.keys.press("Enter")
    return made


def test_out_to_the_centre_and_back(stage: Stage, run: Run, tmp_path: Path) -> None:
    bundles = stage.screen.bundles
    assert "登记文件已读取" in bundles.bar.text()
    assert stage.pill.startswith("待导出")
    stage.act(themes.register, title="停车")
    out, back = tmp_path / "去.renda", tmp_path / "回.renda"
    bundles.export_to(out)
    stage.keys.settle()
    assert f"已导出 {stage.exchange.now.waiting} 次操作:去.renda" in bundles.bar.text()
    assert "带到中心" in bundles.bar.text()
    run("bundle", str(out), "-o", str(back), "--files", str(tmp_path / "附件"))
    bundles.import_from(back)
    stage.keys.settle()
    assert "已导入:上传" in bundles.bar.text()
    assert stage.pill == "用同步包同步"
    assert stage.exchange.now.waiting == 0
    assert stage.screen.server.rounds.total == 1


def test_a_file_that_is_none_is_told_and_nothing_changes(stage: Stage, tmp_path: Path) -> None:
    wrong = tmp_path / "照片.renda"
    wrong.write_bytes(b"\xff\xd8\xff\xe0")
    stage.screen.bundles.import_from(wrong)
    stage.keys.settle()
    assert "不是同步包文件" in stage.screen.bundles.bar.text()
    assert stage.screen.bundles.import_button.isEnabled()


def test_nothing_is_tried_over_the_network(stage: Stage) -> None:
    stage.act(themes.register, title="停车")
    assert not stage.exchange.timer.isActive()
    assert stage.screen.go_button.isHidden()
    stage.screen.activate()
    assert stage.screen.part() is stage.screen.bundles
