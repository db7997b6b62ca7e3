"""The alternatives of a test."""

from __future__ import annotations

from typing import Literal

Alternative = Literal["two-sided", "less", "greater"]
