"""What each item does for its scale, and correlations of items; R's figures are in oracles."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

import likertkit as lk

FIVE = lk.LikertScale((1, 2, 3, 4, 5))
PLAIN = lk.Instrument("plain", [lk.Item(name, FIVE) for name in ("a", "b", "c", "d")])
FRAME = pd.DataFrame(
    {
        "a": [1, 2, 4, 5, 3, 2, None],
        "b": [2, 2, 4, 4, 3, 1, 3],
        "c": [5, 3, 3, 1, 1, 4, 2],
        "d": [1, 3, 4, 4, 3, 2, 3],
        "w": [1.0, 2.0, 1.0, 1.0, 0.5, 3.0, 1.0],
    }
)
DATA = lk.Responses(FRAME, PLAIN)
COMPLETE = FRAME.dropna()


def plain(**columns: object) -> lk.Responses:
    """Return responses to some of the items."""
    return lk.Responses(pd.DataFrame(columns, dtype=float), PLAIN.select(list(columns)))


def test_figures_of_an_item():
    """By their formulas, over the respondents who answered all."""
    row = lk.item_analysis(DATA)["b"]
    scores = COMPLETE["b"]
    assert (row.n, row.mean, row.sd) == (
        6,
        pytest.approx(scores.mean()),
        pytest.approx(scores.std()),
    )
    assert row.difficulty == pytest.approx((scores.mean() - 1) / 4)
    assert (row.floor, row.ceiling) == (pytest.approx(1 / 6), 0)
    rest = COMPLETE[["a", "c", "d"]].sum(axis=1)
    assert row.item_rest == pytest.approx(np.corrcoef(scores, rest)[0, 1])
    pairwise = lk.item_analysis(DATA, pairwise=True)["b"]
    assert (pairwise.n, pairwise.mean) == (7, pytest.approx(FRAME["b"].mean()))


def test_the_audit_suggests_and_turns_nothing():
    """A mis-keyed item in a simulated survey, by its name; no other item."""
    rng = np.random.default_rng(20_010_105)
    for wrong in range(4):
        raw = 3 + rng.normal(size=(300, 1)) + rng.normal(size=(300, 4))
        frame = pd.DataFrame(np.clip(np.round(raw), 1, 5), columns=list("abcd"))
        name = "abcd"[wrong]
        frame[name] = 6 - frame[name]
        table = lk.item_analysis(lk.Responses(frame, PLAIN))
        assert [row.item for row in table if "check its keying" in row.note] == [name]
        right = lk.cronbach_alpha(lk.Responses(frame, PLAIN.revise(negative=name)))[
            "plain"
        ].estimate
        assert f"to {right:.2f}: check its keying" in table[name].note
        assert table[name].item_rest < 0


def test_items_without_figures_say_why():
    """Constant items, two items, one item, nobody."""
    assert (
        lk.item_analysis(plain(a=[1, 2, 4], b=[3, 3, 3], c=[1, 2, 5]))["b"].note == "does not vary"
    )
    still = lk.item_analysis(plain(a=[1, 2, 4], b=[3, 3, 3]))
    assert [row.note for row in still] == ["the others do not vary", "does not vary"]
    two = lk.item_analysis(plain(a=[1, 2, 4], b=[5, 3, 3]))
    assert {row.note for row in two} == {
        "one item is left; the two items correlate negatively: check the keying of both"
    }
    even = lk.item_analysis(plain(a=[1, 2, 3], b=[3, 2, 1], c=[1, 2, 2]))
    assert even["c"].note == "the others do not vary"
    level = lk.item_analysis(plain(a=[1, 2, 3], b=[2, 3, 4], c=[5, 3, 1]))
    assert "reversed, it would raise alpha to" in level["c"].note
    (single,) = lk.item_analysis(plain(a=[1, 2]))
    assert (single.note, single.mean) == ("one item is not a scale", 1.5)
    for row in lk.item_analysis(plain(a=[None], b=[1])):
        assert math.isnan(row.mean)
        assert row.note == "nobody answered every item"


def test_mixed_scales_each_have_their_range():
    """Weighted proportions; the difficulty of the view."""
    mixed = lk.Instrument(
        "mixed", [lk.Item("a", FIVE, keyed="negative"), lk.Item("b", lk.LikertScale((0, 1)))]
    )
    frame = pd.DataFrame({"a": [1, 5, 5], "b": [1, 0, 0], "w": [2.0, 1.0, 1.0]})
    table = lk.item_analysis(lk.Responses(frame, mixed, weight="w"))
    assert (table["a"].difficulty, table["a"].ceiling) == (0.5, 0.5)
    assert table["a"].note == "one item is left; scale from 1 to 5"
    assert table["b"].note == "one item is left; scale from 0 to 1"


def test_correlations_of_all_items_whatever_their_subscales():
    """In the view that is given; by group; of a set of items."""
    keyed = PLAIN.revise(negative="c", subscales={"one": "a", "two": "b"})
    given = lk.correlations(lk.Responses(FRAME, keyed))
    assert len(given) == 6
    assert given.notes[2] == "Scores are the codes as answered."
    turned = lk.correlations(lk.Responses(FRAME, keyed).scored("keyed"))
    for row, other in zip(given, turned, strict=True):
        sign = -1 if "c" in (row.first, row.second) else 1
        assert other.correlation == pytest.approx(sign * row.correlation)
    by = lk.Responses(FRAME.assign(when=list("xxxyyyy")), PLAIN, condition="when")
    assert lk.correlations(by, items="a..b").names[:3] == ("when", "first", "second")


def test_the_matrix_is_printed_beside_what_describes_the_items():
    """The lower triangle; and only the items of a table that was narrowed."""
    table = lk.correlations(DATA)
    lines = table.to_text(width=100).split("\n")
    assert lines[1].split() == ["item", "n", "mean", "sd", "1", "2", "3"]
    assert [len(line.split()) for line in lines[3:7]] == [5, 6, 7, 8]
    r = np.corrcoef(FRAME["b"], FRAME["c"])[0, 1]
    assert f"{r:.2f}" in lines[5]
    some = table.filter(first="a").to_markdown()
    assert "1 a" in some
    pair = table.filter(first="a", second="c")
    assert [line.split()[:2] for line in pair.to_text().splitlines()[3:5]] == [
        ["1", "a"],
        ["2", "c"],
    ]
    assert len(pair.descriptives) == len(table.descriptives)
    assert lk.correlations(plain(a=[1, 2])).to_text().startswith("Pearson")
    assert table.descriptives["b"].n == 7


def test_alphas_of_scales_have_a_column_where_there_are_any():
    """Items have none."""
    import attrs

    table = lk.correlations(DATA)
    rows = tuple(attrs.evolve(row, alpha=0.8) for row in table.descriptives)
    made = attrs.evolve(table, descriptives=attrs.evolve(table.descriptives, rows=rows))
    assert made.to_text(width=100).split("\n")[1].split()[:5] == [
        "item",
        "n",
        "mean",
        "sd",
        "alpha",
    ]


@pytest.mark.parametrize("method", ["pearson", "spearman", "polychoric"])
def test_correlations_that_are_undefined_say_why(method):
    """Nobody, one respondent, a constant item, the ends, too few, weights."""
    frame = pd.DataFrame({
        "a": [None, 1, 2, 4, 5],
        "b": [1, None, None, None, 2],
        "c": [2, 2, 2, 2, 2],
        "d": [1, None, None, None, None],
    })  # fmt: skip
    table = lk.correlations(lk.Responses(frame, PLAIN), method=method)
    notes = {(row.first, row.second): row.note for row in table}
    assert notes["a", "d"] == "nobody answered both a and d"
    assert notes["b", "d"] == "1 respondent answered both b and d"
    assert notes["a", "c"] == "c does not vary"
    assert all(math.isnan(row.se) for row in table)
    ends = lk.correlations(plain(a=[1, 2, 1, 2], b=[1, 2, 1, 2]), method=method)
    assert [(row.correlation, row.note) for row in ends] == [
        (pytest.approx(1), "no interval at the end of the range")
    ]
    if method != "polychoric":
        few = lk.correlations(plain(a=[1, 2, 3], b=[1, 3, 2]), method=method)
        assert [row.note for row in few] == ["too few respondents for an interval"]
    heavy = lk.correlations(lk.Responses(FRAME, PLAIN, weight="w"), method=method, items="a..b")
    assert [row.note for row in heavy] == ["no interval with weights"]


def test_the_interval_of_spearman_is_bonett_and_wrights():
    """The error of Fisher's z is √((1 + r²/2) / (n - 3))."""
    row = next(iter(lk.correlations(DATA, method="spearman")))
    reach = 1.959963984540054 * math.sqrt((1 + row.correlation**2 / 2) / (row.n - 3))
    z = math.atanh(row.correlation)
    assert [row.low, row.high] == pytest.approx([math.tanh(z - reach), math.tanh(z + reach)])


def test_both_items_may_not_vary():
    """Both are named."""
    (row,) = lk.correlations(plain(a=[1, 1], b=[2, 2]))
    assert row.note == "a and b do not vary"


def test_a_likelihood_without_a_maximum_is_said():
    """Two thresholds drift apart for ever."""
    counts = [[10, 2, 0], [19, 1, 0], [0, 0, 19]]
    rows = [(i + 1, j + 1) for i in range(3) for j in range(3) for _ in range(counts[i][j])]
    frame = pd.DataFrame(rows, columns=["a", "b"])
    (row,) = lk.correlations(
        lk.Responses(frame, PLAIN.select("a", "b")),
        method="polychoric",
        estimator="maximum-likelihood",
    )
    assert row.note == "the likelihood has no maximum"


def test_weighted_pearson_is_numpys():
    """With weights as frequencies of a kind."""
    data = lk.Responses(COMPLETE, PLAIN, weight="w")
    found = next(iter(lk.correlations(data))).correlation
    expected = np.cov(COMPLETE[["a", "b"]].T, aweights=COMPLETE["w"])
    assert found == pytest.approx(expected[0, 1] / math.sqrt(expected[0, 0] * expected[1, 1]))
