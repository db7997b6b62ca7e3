"""Letters of banners against pairwise tests in base R and survey (banner.R).

R made the letters from its own p-values, adjusted by `p.adjust`; they are compared as texts.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

import likertkit as lk

if TYPE_CHECKING:
    from collections.abc import Iterator

ORACLE = json.loads(Path(__file__).with_name("banner.json").read_text("utf-8"))
LEVELS = tuple(ORACLE["levels"])
SURVEY = lk.Instrument("survey", [lk.Item("q", lk.LikertScale(positive="high"))])
CORRECTIONS = {"none": "none", "holm": "holm", "BH": "benjamini-hochberg"}


def letters(data: lk.Responses, column: str) -> dict[str, Any]:
    """Return the letters of the top box and of the mean, by correction."""
    return {
        name: {
            written: {
                cell.column: cell.letters
                for cell in lk.banner(
                    data,
                    [column],
                    rows=rows,  # type: ignore[arg-type]
                    confidence_levels=LEVELS,
                    correction=correction,  # type: ignore[arg-type]
                ).filter(span=column, row=row)
            }
            for written, correction in CORRECTIONS.items()
        }
        for name, rows, row in (("top", "boxes", "Top box"), ("mean", "means", "Mean"))
    }


def all_letters(found: dict[str, Any]) -> Iterator[str]:
    """Yield every text of letters in R's results."""
    for value in found.values():
        yield from all_letters(value) if isinstance(value, dict) else [value]


@pytest.mark.parametrize("case", ORACLE["spans"])
def test_columns_of_a_span(case) -> None:
    """prop.test and t.test without weights; svyby and svycontrast in a stratified design."""
    rows = pd.DataFrame(case["rows"])
    assert letters(lk.Responses(rows, SURVEY), "region") == case["unweighted"]
    drawn = lk.Responses(rows, SURVEY, stratum="stratum", weight="weight")
    assert letters(drawn, "region") == case["designed"]


@pytest.mark.parametrize("case", ORACLE["waves"])
def test_waves_that_some_answered_both(case) -> None:
    """The covariance of a respondent's answers counts: R clusters by respondent."""
    data = lk.Responses(pd.DataFrame(case["rows"]), SURVEY, respondent="who", condition="wave")
    assert letters(data, "wave") == case["linked"]


def test_the_oracle_has_letters_of_both_kinds() -> None:
    """Capital and small ones, of spans and of waves."""
    for cases, name in ((ORACLE["spans"], "designed"), (ORACLE["waves"], "linked")):
        found = "".join(text for case in cases for text in all_letters(case[name]))
        assert any(map(str.isupper, found))
        assert any(map(str.islower, found))
