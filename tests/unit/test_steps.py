"""How many functions and files of the package a reader passes on the way from data to a mean."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

import likertkit as lk

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

PACKAGE = str(Path(lk.__file__).parent)
NAMES = ("q1", "q2", "q3")
TRIAL = lk.Instrument("trial", [lk.Item(name, lk.LikertScale()) for name in NAMES])
TALLY = lk.Tally.from_counts({name: {1: 2, 2: 5, 3: 9, 4: 20, None: 3} for name in NAMES}, TRIAL)
FRAME = pd.DataFrame({
    "q1": [1, 2, 3, 4, 5, 3, 2, 2],
    "q2": [1, 2, 3, 4, 5, 3, 2, 2],
    "q3": [1, 2, 3, 4, None, 3, 2, 2],
    "when": list("aabbaabb"),
    "grade": list("xyxyyxyx"),
})  # fmt: skip


def entered(call: Callable[[], Any]) -> set[tuple[str, str]]:
    """Return the file and the name of each function of the package that a call enters."""
    found: set[tuple[str, str]] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        # Lambdas, comprehensions and modules have names of no author.
        if event == "call" and code.co_filename.startswith(PACKAGE) and code.co_name[0] != "<":
            found.add((code.co_filename, f"{code.co_firstlineno} {code.co_name}"))

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        call()
    finally:
        sys.setprofile(before)
    return found


def test_the_means_of_a_plain_tally() -> None:
    """Without a design nothing of one is made."""
    lk.means(TALLY)
    found = entered(lambda: lk.means(TALLY))
    assert len(found) <= 50, found
    assert len({file for file, _ in found}) <= 15, found
    assert not [file for file, _ in found if file.endswith(("_domain.py", "_strata.py"))]


def test_the_means_of_answers_with_a_condition_and_strata() -> None:
    """From rows in memory, counted anew."""

    def bound() -> lk.Responses:
        return lk.Responses(FRAME, TRIAL, condition="when", stratum="grade")

    lk.means(bound())
    answers = bound()
    found = entered(lambda: lk.means(answers))
    assert len(found) <= 73, found
    assert len({file for file, _ in found}) <= 22, found
