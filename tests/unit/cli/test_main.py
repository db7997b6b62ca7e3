"""The entrance to the command line."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import pytest

from likertkit.__main__ import main


def start(*arguments: str, code: str | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    """Start Python on the module, or on some code."""
    how = ["-m", "likertkit", *arguments] if code is None else ["-c", code]
    return subprocess.run(
        [sys.executable, *how],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **env},
    )


def test_the_module_runs_the_demo() -> None:
    """Piped, at the width that the environment states, without control characters."""
    found = start("demo", COLUMNS="60")
    assert found.returncode == 0
    assert found.stderr == ""
    assert max(map(len, found.stdout.split("\n"))) <= 60
    assert "\x1b" not in found.stdout
    assert "[-0.49, +0.49]" in found.stdout


def test_a_narrow_encoding_does_not_stop_the_demo() -> None:
    """A rule that cannot be drawn becomes a question mark."""
    found = start("demo", PYTHONIOENCODING="ascii", COLUMNS="80")
    assert found.returncode == 0
    assert "?" in found.stdout
    assert found.stderr == ""


@pytest.mark.parametrize("package", ["click", "rich"])
def test_a_missing_extra_is_named(package: str) -> None:
    """With the command that installs it, and no traceback."""
    code = f"""
import sys
sys.modules[{package!r}] = None
sys.path_importer_cache.clear()
from likertkit.__main__ import main
main()
"""
    found = start(code=code)
    assert found.returncode == 2
    assert found.stdout == ""
    assert f"the command line needs {package}, which is not installed." in found.stderr
    assert "Hint: install it with `pip install 'likertkit[cli]'`." in found.stderr
    assert "Traceback" not in found.stderr


def test_the_same_in_this_process(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The error stream gets the message, and the exit code is 2."""
    for name in [one for one in sys.modules if one.startswith("likertkit.cli")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "rich.console", None)
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 2
    assert "needs rich" in capsys.readouterr().err


@pytest.mark.parametrize("kind", [io.TextIOWrapper, io.StringIO])
def test_any_output_will_do(monkeypatch: pytest.MonkeyPatch, kind: type) -> None:
    """A file that encodes is told to replace what it cannot; any other needs no telling."""
    out = io.StringIO() if kind is io.StringIO else io.TextIOWrapper(io.BytesIO(), "ascii")
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "argv", ["likertkit", "scales"])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 0
    out.seek(0)
    assert "agreement-5" in out.read()


def test_another_missing_module_is_an_error_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the extra's packages are explained away."""
    for name in [one for one in sys.modules if one.startswith("likertkit.cli")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "likertkit.cli._files", None)
    with pytest.raises(ModuleNotFoundError, match="_files"):
        main()


def test_help_and_version(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The program is called by its own name."""
    monkeypatch.setattr(sys, "argv", ["likertkit", "--help"])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 0
    assert "Usage: likertkit [OPTIONS] COMMAND" in capsys.readouterr().out
