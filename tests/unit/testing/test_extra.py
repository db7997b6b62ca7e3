"""Without Hypothesis the package says what to install; with it, it costs no data frames."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from likertkit.errors import LikertkitError, MissingExtraError
from likertkit.testing import _extra

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """Load the module as it was, whatever a test made of it."""
    yield
    importlib.reload(_extra)


def test_the_extra_is_named(monkeypatch):
    """The error names the package, the extra and what to type."""
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    with pytest.raises(MissingExtraError, match=r"likertkit\.testing needs hypothesis") as caught:
        importlib.reload(_extra)
    assert isinstance(caught.value, LikertkitError | ImportError)
    assert "pip install 'likertkit[testing]'" in str(caught.value)
    monkeypatch.undo()


def test_another_missing_module_is_not_disguised(monkeypatch):
    """Where Hypothesis is there and lacks something itself, that is the error."""

    class Broken:
        """A finder for which Hypothesis needs a module that is not there."""

        @staticmethod
        def find_spec(name, path=None, target=None) -> None:  # noqa: ARG004 - the protocol's names
            """Fail as an import within Hypothesis would."""
            if name == "hypothesis":
                raise ModuleNotFoundError("No module named 'sortedcontainers'", name="sortedcontainers")  # fmt: skip  # noqa: E501

    with monkeypatch.context() as patch:
        patch.setattr(sys, "meta_path", [Broken, *sys.meta_path])
        patch.delitem(sys.modules, "hypothesis")
        with pytest.raises(ModuleNotFoundError, match="sortedcontainers"):
            importlib.reload(_extra)


def run(code):
    """Run code in an interpreter of its own; return the JSON it prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("first", ["likertkit.testing", "hypothesis, likertkit.testing"])
def test_importing_builds_nothing(first):
    """Neither order of imports loads pandas, and from_type works after either."""
    code = f"""
import json, sys, warnings
warnings.simplefilter("error")
import {first}
loaded = [name for name in ("pandas", "scipy", "narwhals", "polars") if name in sys.modules]
from hypothesis import strategies as st
import likertkit
print(json.dumps([loaded, repr(st.from_type(likertkit.LikertScale))[:6]]))
"""
    assert run(code) == [[], "_scale"]
