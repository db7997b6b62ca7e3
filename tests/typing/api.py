"""What a type checker knows about the public names; read by mypy and pyright, never run."""

from __future__ import annotations

from typing import assert_type

import likertkit as lk

scale = lk.LikertScale.preset("agreement", 5)
assert_type(scale, lk.LikertScale)

item = lk.Item("q1", scale)
assert_type(item, lk.Item)
