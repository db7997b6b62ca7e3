"""The one door to Hypothesis, which the extra ``testing`` installs."""

from __future__ import annotations

from likertkit.errors import MissingExtraError

try:
    from hypothesis import strategies as st
except ModuleNotFoundError as error:
    if error.name != "hypothesis":
        raise
    raise MissingExtraError("likertkit.testing", "hypothesis", "testing") from error

__all__ = ["st"]
