"""Effects of two groups, with their intervals and the reasons where there are none."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

import likertkit as lk

ONE = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale())])
COARSE = "the answers are too coarse for an interval of the shift: one value is left"
INTERVALS = ("hodges_lehmann", "cohen_d", "hedges_g")


def effects_of(
    a: list[int], b: list[int], **options: object
) -> tuple[lk.compare.GroupEffectRow, lk.compare.GroupRow]:
    """Return the effects of two groups, and their comparison."""
    frame = pd.DataFrame({"clear": a + b, "ward": ["a"] * len(a) + ["b"] * len(b), "w": 1.0})
    weight = "w" if options.pop("weighted", False) else None
    table = lk.compare_groups(lk.Responses(frame, ONE, weight=weight), "ward", **options)  # type: ignore[arg-type]
    return table.effects.rows[0], table.rows[0]


def test_effects_are_those_of_the_comparison():
    """The same figures, whatever the test; they turn with the groups."""
    rng = np.random.default_rng(4)
    a, b = rng.integers(2, 6, 30).tolist(), rng.integers(1, 5, 25).tolist()
    for test in ("mann-whitney", "t"):
        effects, row = effects_of(a, b, test=test)
        for name in ("superiority", "superiority_low", "cliffs_delta", "cliffs_delta_high"):
            assert getattr(effects, name) == getattr(row, name)
        assert (effects.hodges_lehmann, effects.cohen_d, effects.hedges_g) == (
            row.hodges_lehmann,
            row.cohen_d,
            row.hedges_g,
        )
    turned, _ = effects_of(b, a)
    for name in (*INTERVALS, "cliffs_delta"):
        assert getattr(effects, f"{name}_low") <= getattr(effects, name)
        assert getattr(effects, name) <= getattr(effects, f"{name}_high")
        assert getattr(turned, f"{name}_low") == pytest.approx(-getattr(effects, f"{name}_high"))
    wide, _ = effects_of(a, b, confidence_level=0.99)
    for name in (*INTERVALS, "cliffs_delta"):
        assert getattr(wide, f"{name}_low") <= getattr(effects, f"{name}_low")
        assert getattr(wide, f"{name}_high") >= getattr(effects, f"{name}_high")


@pytest.mark.parametrize(
    ("a", "b", "missing", "note"),
    [
        ([4, 5], [1, 2], ("hodges_lehmann",), "too few answers for an interval of the shift"),
        (
            [4] * 9,
            [1] * 9,
            INTERVALS,
            f"{COARSE}; no spread in the groups: no interval of d",
        ),
        (
            [3] * 9,
            [3] * 9,
            INTERVALS,
            f"{COARSE}; no spread in the groups: no interval of d",
        ),
    ],
)
def test_what_the_answers_cannot_give(a, b, missing, note):
    """It is undefined, with a reason."""
    effects, _ = effects_of(a, b)
    assert effects.note == note
    for name in INTERVALS:
        gone = math.isnan(getattr(effects, f"{name}_low"))
        assert gone is math.isnan(getattr(effects, f"{name}_high"))
        assert gone is (name in missing)


def test_designs_have_the_superiority_alone():
    """Ranks and d of weighted answers are undefined."""
    effects, row = effects_of([4, 5, 3, 4], [1, 2, 3, 3], test="t", weighted=True)
    assert effects.note == "in a sampling design no effects of ranks but the superiority, and no d"
    assert effects.cliffs_delta_low == row.cliffs_delta_low
    assert all(math.isnan(getattr(effects, f"{name}_low")) for name in INTERVALS)
    empty, row = effects_of([4, 5], [1, 2], test="t", weighted=True)
    assert empty.superiority == row.superiority


def test_an_empty_group_has_no_effects():
    """With the reason of the comparison."""
    frame = pd.DataFrame({"clear": [4, 5, None, None], "ward": list("aabb")})
    table = lk.compare_groups(lk.Responses(frame, ONE), "ward")
    assert table.effects["clear"].note == table["clear"].note == "no valid answers in 'b'"
    assert math.isnan(table.effects["clear"].cliffs_delta_low)


def test_a_t_is_shown_with_its_degrees_of_freedom():
    """Of means, pairs and groups alike; of ranks the p-value stands for itself."""
    frame = pd.DataFrame({"clear": [1, 2, 4, 5], "later": [2, 2, 5, 3], "ward": list("aabb")})
    answers = lk.Responses(frame[["clear", "ward"]], ONE)
    assert lk.compare_groups(answers, "ward", test="t").shown[-4:-2] == ("statistic", "df")
    assert "df" not in lk.compare_groups(answers, "ward").shown
    columns = {"before": {"clear": "clear"}, "after": {"clear": "later"}}
    pairs = lk.Responses.from_wide(frame, ONE, columns=columns)
    assert lk.compare_paired(pairs, "before", "after", test="t").shown[-4:-2] == ("statistic", "df")
    assert "df" not in lk.compare_paired(pairs, "before", "after").shown


def test_groups_stand_in_every_part_of_a_wide_table():
    """They are keys, as the item is."""
    frame = pd.DataFrame({"clear": [1, 2, 4, 5, 3, 3] * 3, "ward": list("aabbcc") * 3})
    effects = lk.compare_groups(lk.Responses(frame, ONE), "ward").effects
    blocks = [block for block in effects.to_text(60).split("\n\n") if "──" in block]
    assert len(blocks) > 1
    assert all("first" in block and "second" in block for block in blocks)
