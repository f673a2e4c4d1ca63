import re
from pathlib import Path

import pytest

from tests.cli.conftest import Terminal
from tests.cli.stories import PEOPLE


def test_a_backup_brings_back_what_was_there(cli: Terminal, tmp_path: Path) -> None:
    cli.apply(*PEOPLE)
    assert cli("backup", tmp_path / "备份.db").code == 0
    cli.apply({"do": "theme.register", "title": "后来的主题"})
    refused = cli("restore", tmp_path / "备份.db")
    assert (refused.code, "--yes" in refused.err) == (2, True)
    assert "会少 1 条" in refused.out
    done = cli("restore", tmp_path / "备份.db", "--yes")
    assert done.code == 0
    assert [one["title"] for one in cli("show", "themes", "--json").json] == ["老旧小区改造"]
    assert cli("verify").code == 0
    aside = Path(done.out.rpartition("另存在 ")[2].strip())
    assert cli("restore", aside, "--yes").code == 0
    assert len(cli("show", "themes", "--json").json) == 2


@pytest.mark.parametrize("content", [b"", b"no backup" * 1000])
def test_what_is_no_backup_changes_nothing(cli: Terminal, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.db").write_bytes(content)
    assert cli("restore", tmp_path / "x.db", "--yes").code == 2
    assert cli("verify").code == 0
    assert cli("restore", tmp_path / "没有.db", "--yes").code == 2


def test_rebuild_gives_the_same_rows(cli: Terminal) -> None:
    cli.apply(*PEOPLE)
    before = cli("verify", "--json").json
    assert cli("rebuild").code == 0
    assert cli("verify", "--json").json == before
    assert before["sound"] is True


def test_the_recovery_key_opens_the_data_on_another_computer(
    cli: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli.apply(*PEOPLE)
    cli("backup", tmp_path / "b.db")
    shown = cli("recovery-key").out
    code = "-".join(re.findall(r"\b[0-9A-Z]{4}\b", shown))
    assert len(code) == 14 * 5 - 1
    (tmp_path / "key").write_text(code, "utf-8")
    other = Terminal(tmp_path / "新电脑", tmp_path, cli.capsys)
    secret = tmp_path / "new"
    secret.write_text("另一台电脑的口令", "utf-8")
    words: list[str | Path] = ["--key-file", tmp_path / "key", "--passphrase-file", secret]
    assert other("adopt", tmp_path / "b.db", *words).code == 0
    assert other("show", "themes").code == 2  # the passphrase is another one here
    monkeypatch.setenv("RENDA_PASSPHRASE_FILE", str(secret))
    assert other("show", "themes", "--json").json[0]["title"] == "老旧小区改造"
    assert other("adopt", tmp_path / "b.db", *words).code == 2  # there is a station already
    assert other("adopt", *words).code == 0


def test_a_mistyped_recovery_key_is_told(cli: Terminal, tmp_path: Path) -> None:
    cli("backup", tmp_path / "b.db")
    for text in ("AAAA-BBBB", "0" * 56):
        (tmp_path / "key").write_text(text, "utf-8")
        other = Terminal(tmp_path / "新", tmp_path, cli.capsys)
        done = other("adopt", tmp_path / "b.db", "--key-file", tmp_path / "key")
        assert (done.code, "恢复密钥" in done.err) == (2, True)
        assert not (other.home / "renda.db").exists()


def test_the_recovery_sheet_is_a_pdf(cli: Terminal, tmp_path: Path) -> None:
    assert cli("recovery-key", "-o", tmp_path / "key.pdf").code == 0
    assert (tmp_path / "key.pdf").read_bytes().startswith(b"%PDF")


def test_the_passphrase_is_changed(
    cli: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "new"
    secret.write_text("短", "utf-8")
    assert cli("passphrase", "--passphrase-file", secret).code == 2
    secret.write_text("新的口令 2026", "utf-8")
    assert cli("passphrase", "--passphrase-file", secret).code == 0
    assert cli("show", "themes").code == 2
    monkeypatch.setenv("RENDA_PASSPHRASE_FILE", str(secret))
    assert cli("show", "themes").code == 0
