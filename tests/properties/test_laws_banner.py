"""Laws of banners: letters are those of one comparison for every two columns."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from tests.reference.banner import NET, SHARE, letters, recoded
from tests.strategies import VIEWS, fewer

import likertkit as lk

HIGH = lk.LikertScale((1, 2, 3, 4, 5), positive="high")
LOW = lk.LikertScale((1, 2, 3, 4), positive="low")
ITEMS = (lk.Item("clear", HIGH), lk.Item("dull", LOW, keyed="negative"))


@st.composite
def samples(draw: st.DrawFn) -> tuple[pd.DataFrame, dict[str, Any], str]:
    """Return answers in columns of the span `city`, what is declared, and where conditions are."""
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    n = draw(st.integers(30, 90))
    frame = pd.DataFrame({"city": rng.choice(["a", "b", "c"][: draw(st.integers(2, 3))], n)})
    for name, most in (("clear", 5), ("dull", 4)):
        answers = rng.integers(1, most + 1, n) + (frame.city == "b") * rng.integers(0, 3, n)
        frame[name] = answers.clip(1, most).where(rng.random(n) > 0.1)
    frame.loc[rng.random(n) < 0.05, "city"] = None
    frame["who"], frame["when"] = rng.integers(0, n // 2, n), rng.choice(["x", "y", "z"], n)
    where = draw(st.sampled_from(["no conditions", "rows", "columns", "strangers"]))
    declared: dict[str, Any] = {}
    if where != "no conditions":
        frame = frame.drop_duplicates(["who", "when"]).reset_index(drop=True)
        declared["condition"] = "when"
        if where != "strangers":
            declared["respondent"] = "who"
    if draw(st.booleans()):
        frame["weight"] = rng.uniform(0.3, 3, n // 2)[frame.who] * (frame.who > 1)
        declared["weight"] = "weight"
    if draw(st.booleans()):
        frame["stratum"] = frame.who % 2
        declared["stratum"] = "stratum"
    if draw(st.booleans()):
        frame["school"] = frame.who % 11 + 100 * (frame.who % 2)
        declared["cluster"] = "school"
    return frame, declared, where


def rows_of(
    frame: pd.DataFrame, item: lk.Item, rows: str, view: Any
) -> dict[str, tuple[pd.Series, lk.LikertScale, str]]:
    """Return the recoded answers of each tested row, their scale and the test."""
    codes, answers = item.scale.codes, frame[item.name]
    scores = dict(zip(codes, item.scores(view), strict=True))
    if rows == "means":
        return {"Mean": (answers.map(scores), item.scale, "t")}
    if rows == "levels":
        return {str(c): (recoded(answers, inside=[c]), SHARE, "proportion") for c in codes}
    upwards = view == "favourable" or item.scale.positive == "high"
    *_, second, first = sorted(codes, key=lambda code: scores[code] * (1 if upwards else -1))
    last = min(codes, key=lambda code: scores[code] * (1 if upwards else -1))
    return {
        "Top box": (recoded(answers, inside=[first, second]), SHARE, "proportion"),
        "Bottom box": (recoded(answers, inside=[last]), SHARE, "proportion"),
        "Net": (recoded(answers, inside=[first, second], below=[last]), NET, "t"),
    }


@fewer(0.3)
@given(
    sample=samples(),
    item=st.sampled_from(ITEMS),
    rows=st.sampled_from(["boxes", "levels", "means"]),
    view=st.sampled_from(VIEWS),
    compare=st.sampled_from(["columns", "rest", "previous"]),
    correction=st.sampled_from(["none", "holm", "bonferroni", "benjamini-hochberg"]),
    levels=st.sampled_from([(0.95,), (0.95, 0.8), (0.8, 0.4)]),
    minimum_base=st.integers(0, 20),
)
def test_letters_are_those_of_every_two_columns(  # noqa: PLR0917 - a sample and its options
    sample, item, rows, view, compare, correction, levels, minimum_base
) -> None:
    """By brute force: in designs, between conditions with overlap, at both levels, corrected."""
    frame, declared, where = sample
    options = {"compare": compare, "correction": correction, "minimum_base": minimum_base}
    data = lk.Responses(frame, lk.Instrument("one", [item]), **declared).scored(view)
    design = {"lone_stratum": "adjust"} if "stratum" in declared else None
    data = data.sampled(**design) if design else data
    pooled = where in {"columns", "strangers"}
    table = lk.banner(
        data,
        ["city", "when"] if pooled else "city",
        rows=rows,
        **({"boxes": (2, 1)} if rows == "boxes" else {}),
        confidence_levels=levels,
        **options,
    )
    parts = [(part,) for part in sorted(frame.when.unique())] if where == "rows" else [()]
    for name, recoding in rows_of(frame, item, rows, view).items():
        for part in parts:
            expected = letters(
                frame,
                declared,
                "city",
                *recoding,
                levels=levels,
                part=part,
                by=() if pooled else None,
                design=design,
                **options,
            )
            found = {c: table[(item.name, *part, name, "city", c)].letters for c in expected}
            assert found == expected
        # Means of unweighted answers know no respondents in `compare_groups`.
        known = recoding[2] == "proportion" or {"weight", "cluster"} & declared.keys()
        if pooled and (known or where == "strangers"):
            expected = letters(
                frame, declared, "when", *recoding, levels=levels, design=design, **options
            )
            found = {c: table[item.name, name, "when", c].letters for c in expected}
            assert found == expected


@fewer(0.3)
@given(sample=samples(), rows=st.sampled_from(["boxes", "means"]))
def test_names_of_columns_change_no_letter_but_their_own(sample, rows) -> None:
    """Law 6: in reverse order the same pairs differ."""
    frame, declared, _ = sample
    names = sorted(frame.city.dropna().unique())
    pairs = []
    for order in (names, names[::-1]):
        data = frame.assign(city=frame.city.map(dict(zip(order, names, strict=True))))
        responses = lk.Responses(data, lk.Instrument("one", ITEMS[:1]), **declared)
        if "stratum" in declared:
            responses = responses.sampled(lone_stratum="certainty")
        table = lk.banner(responses, "city", rows=rows, minimum_base=5)
        pairs.append(
            {
                (cell.by, cell.row, order[names.index(cell.column)], order["ABC".index(letter)])
                for cell in table.filter(span="city")
                for letter in cell.letters
            }
        )
    assert pairs[0] == pairs[1]
