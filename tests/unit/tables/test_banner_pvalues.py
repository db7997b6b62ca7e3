"""Letters turn on the p-values of `compare_groups`, to nine digits and in every design."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest

import likertkit as lk

FIVE = lk.LikertScale(positive="high")
TURNED = lk.Item("clean", FIVE, keyed="negative")
AGREE = lk.Item("clean", lk.LikertScale((0, 1), positive="high"))


class Case(NamedTuple):
    """Answers, what is declared of them, and the span of two columns."""

    frame: pd.DataFrame
    declared: dict[str, Any]
    design: dict[str, Any]
    column: str = "city"

    def bound(self, frame: pd.DataFrame, item: lk.Item) -> lk.Responses:
        """Return a frame as it was declared."""
        data = lk.Responses(frame, lk.Instrument("one", [item]), **self.declared)
        return data.sampled(**self.design) if self.design else data


def answers() -> pd.DataFrame:
    """Return answers in two cities, with strata, schools and weights."""
    rng = np.random.default_rng(11)
    number = np.arange(150)
    city = rng.choice(["Bern", "Oslo"], 150)
    return pd.DataFrame(
        {
            "clean": np.clip(rng.integers(1, 6, 150) + (city == "Oslo"), 1, 5),
            "city": city,
            "weight": rng.uniform(0.5, 3, 150),
            "stratum": np.where(number % 2, "x", "y"),
            "grade": number % 25,
            "school": number % 14,
        }
    )


def panel() -> pd.DataFrame:
    """Return two waves, in which most of the same people answered."""
    rng = np.random.default_rng(5)
    who = np.concatenate([np.arange(60), np.arange(10, 70)])
    own = rng.integers(1, 5, 70)
    later = np.repeat([0, 1], 60)
    return pd.DataFrame(
        {
            "who": who,
            "wave": later,
            "clean": np.clip(own[who] + rng.integers(0, 2, 120) * later, 1, 5),
            "weight": 1.0 + who % 3,
        }
    )


FRAME = answers()
CASES = {
    "simple": Case(FRAME, {}, {}),
    "few": Case(FRAME.iloc[:22], {}, {}),
    "weights": Case(FRAME, {"weight": "weight"}, {}),
    "many strata": Case(FRAME.iloc[:60], {"weight": "weight", "stratum": "grade"}, {}),
    "lone strata": Case(
        FRAME.iloc[:45], {"weight": "weight", "stratum": "grade"}, {"lone_stratum": "average"}
    ),
    "clusters": Case(FRAME, {"cluster": "school", "stratum": "stratum"}, {}),
    "population": Case(FRAME, {"stratum": "stratum"}, {"population": {"x": 90, "y": 300}}),
    "clusters of a population": Case(
        FRAME, {"cluster": "school", "stratum": "stratum"}, {"population": {"x": 90, "y": 300}}
    ),
    "nobody agrees": Case(
        FRAME.assign(clean=FRAME.clean.where((FRAME.city == "Oslo") | (FRAME.clean != 4), 3)),
        {"weight": "weight"},
        {},
    ),
    "waves": Case(
        panel(), {"weight": "weight", "respondent": "who", "condition": "wave"}, {}, "wave"
    ),
    "unweighted waves": Case(panel(), {"respondent": "who", "condition": "wave"}, {}, "wave"),
}


@pytest.mark.parametrize("rows", ["levels", "means"])
@pytest.mark.parametrize("name", CASES)
def test_pvalues_are_those_of_compare_groups(name, rows) -> None:
    """At a level just below the p-value there is a letter, and just above it there is none."""
    case = CASES[name]
    data, test, row = case.bound(case.frame, TURNED), "t", "Mean"
    compared = data.scored("keyed")
    if rows == "levels":
        # The share of a level is the top box of an item that asks for this level alone.
        asked = case.frame.assign(clean=(case.frame.clean == 4).astype(int))
        compared, test, row = case.bound(asked, AGREE), "proportion", "4"
    elif name == "unweighted waves":
        # Without weights `compare_groups` takes the means of waves as of different people.
        compared = (
            case._replace(declared={**case.declared, "weight": "one"})
            .bound(case.frame.assign(one=1.0), TURNED)
            .scored("keyed")
        )
    result = lk.compare_groups(compared, case.column, test=test)["clean"]  # type: ignore[arg-type]
    assert 0 < result.pvalue < 1
    for share, letters in ((1 + 1e-9, 1), (1 - 1e-9, 0)):
        table = lk.banner(
            data.scored("keyed"),
            case.column,
            rows=rows,
            minimum_base=0,
            confidence_levels=(1 - result.pvalue * share,),
        ).filter(span=case.column, row=row)
        marked = [cell.column for cell in table if cell.letters]
        assert len(marked) == letters
        if letters:
            assert marked == [result.first if result.mean_difference > 0 else result.second]


def test_the_letter_is_small_where_only_the_second_level_is_passed() -> None:
    """Capital at a first level just passed, small at one just missed."""
    data = CASES["simple"].bound(FRAME, TURNED)
    pvalue = lk.compare_groups(data, "city", test="t")["clean"].pvalue
    for share, capital in ((1 + 1e-9, True), (1 - 1e-9, False)):
        levels = (1 - pvalue * share, 1 - 2 * pvalue)
        table = lk.banner(data, "city", rows="means", minimum_base=0, confidence_levels=levels)
        (letter,) = [cell.letters for cell in table.filter(span="city", row="Mean") if cell.letters]
        assert letter.isupper() is capital
