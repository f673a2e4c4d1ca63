"""A station without network, by commands alone: invited, exported, answered, imported."""

import json
from pathlib import Path

import pytest

from renda_desktop.cli import main as desktop
from renda_desktop.sync import files
from tests import offices
from tests.server.pcs import Town
from tests.server.test_commands import Run, code_in


class Pc:
    """The command line of a PC."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._home, self._capsys = str(home), capsys

    def __call__(self, *words: str, code: int = 0) -> str:
        assert desktop([*words, "--home", self._home]) == code
        said = self._capsys.readouterr()
        return said.out + said.err


@pytest.fixture
def pc(
    founded: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Pc:
    words = tmp_path / "口令"
    words.write_text(offices.PASSPHRASE, "utf-8")
    monkeypatch.setenv("RENDA_PASSPHRASE_FILE", str(words))
    return Pc(offices.copied(founded, tmp_path / "站"), capsys)


@pytest.fixture
def run(data: Path, address: str, town: Town, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(data, address, capsys)


def test_a_station_without_network_by_commands(run: Run, pc: Pc, tmp_path: Path) -> None:
    invited, sent, back = (str(tmp_path / f"{n}.renda") for n in ("登记", "上行", "下行"))
    kept = ("--files", str(tmp_path / "附件"))
    run("station", "月湖街道人大代表联络站", "YH")
    code = code_in(run("enrol", "YH", "--file", invited))
    assert "已读取登记文件:月湖街道人大代表联络站" in pc("sync", "accept", invited, code)
    assert "不经网络" in pc("sync", code=2)
    assert "已导出" in pc("sync", "export", sent)
    assert "其中 0 次未被接受" in run("bundle", sent, "-o", back, *kept)
    assert json.loads(pc("sync", "import", back, "--json"))["whole"]
    assert "上传 0 次操作" in pc("sync", "import", back)
    assert "待同步 0 次操作" in pc("sync", "status")
    assert "数据完好" in run("verify", *kept)
    assert "数据完好" in pc("verify")
    assert "文件已经存在" in run("bundle", sent, "-o", back, *kept, code=2)


def test_the_answer_lies_beside_and_tells_nothing(run: Run, pc: Pc, tmp_path: Path) -> None:
    invited, sent = str(tmp_path / "i.renda"), str(tmp_path / "s.renda")
    kept = ("--files", str(tmp_path / "附件"))
    run("station", "月湖街道人大代表联络站", "YH")
    pc("sync", "accept", invited, code_in(run("enrol", "YH", "--file", invited)))
    pc("sync", "export", sent)
    for _ in range(2):
        run("bundle", sent, *kept)
    device = run.json("status")["devices"][0]["device"]
    assert isinstance(device, str)
    named = f"answer-{device[:8]}"
    assert sorted(one.name for one in tmp_path.glob("answer-*")) == [
        f"{named}-2.renda",
        f"{named}.renda",
    ]
    run("bundle", "--for", device[:8], "-o", str(tmp_path / "x.renda"), *kept)
    pc("sync", "import", str(tmp_path / "x.renda"))


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"%PDF-1.7", "不是同步包文件"), (b"RENDA\0\0\x01 half", "已损坏"), (None, "打不开这个文件")],
)
def test_a_wrong_file_is_told_on_both_sides(
    run: Run, pc: Pc, tmp_path: Path, content: bytes | None, said: str
) -> None:
    file = tmp_path / "u.renda"
    if content is not None:
        file.write_bytes(content)
    run("station", "月湖街道人大代表联络站", "YH")
    assert said in run("bundle", str(file), "--files", str(tmp_path / "附件"), code=2)
    assert said in pc("sync", "accept", str(file), "0000-0000-0000-0000", code=2)


def test_a_bundle_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "x.renda"
    files.write(file, b"before")
    monkeypatch.setattr("os.fsync", _full)
    with pytest.raises(Exception, match=r"写"):
        files.write(file, b"after")
    assert file.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [file]


def _full(_: int) -> None:
    raise OSError(28, "No space left on device")
