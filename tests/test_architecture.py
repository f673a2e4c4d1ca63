"""Lint, types and import contracts are tests like any other."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def _run(*command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_lint() -> None:
    _run("ruff", "check", "--no-fix", ".")


def test_format() -> None:
    _run("ruff", "format", "--check", ".")


@pytest.mark.timeout(600)
def test_types() -> None:
    _run("mypy")


def test_import_contracts() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("package", ["ui", "reports"])
def test_the_window_and_the_papers_speak_no_sql(package: str) -> None:
    """Import contracts see modules; this sees text that smuggles SQL into them."""
    for file in (ROOT / "renda_desktop" / package).rglob("*.py"):
        text = file.read_text("utf-8")
        assert "sqlalchemy" not in text, file
        assert "renda_desktop.store" not in text, file


def test_no_lock_file_is_tracked() -> None:
    """A lock file records where packages were fetched from."""
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert not [name for name in listed.stdout.split() if name.endswith(("uv.lock", "poetry.lock"))]
