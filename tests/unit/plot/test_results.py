"""Pictures of results show the figures of their tables, and no text covers another."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import attrs
import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

import likertkit as lk
from likertkit import plot
from likertkit.errors import (
    ArgumentError,
    ArgumentTypeError,
    MissingExtraError,
    UnknownItemError,
)
from likertkit.responses._countable import SYNTHETIC, with_notes

mpl.use("Agg")
import matplotlib.pyplot as plt

if TYPE_CHECKING:
    from collections.abc import Iterator

AGREE = lk.LikertScale.preset("agreement", 5, positive="high")


@pytest.fixture(autouse=True)
def _figures() -> Iterator[None]:
    """Close what was drawn; find every global setting as it was."""
    before = dict(mpl.rcParams)
    yield
    plt.close("all")
    assert dict(mpl.rcParams) == before


@pytest.fixture(scope="module")
def answers():
    """Return answers of twelve people under two conditions; nobody answers `dead`."""
    rng = np.random.default_rng(3)
    frame = pd.DataFrame(
        {
            "who": [*range(12), *range(12)],
            "when": ["before"] * 12 + ["after"] * 12,
            "ward": ["east", "west", "north"] * 8,
            "clear": rng.integers(1, 6, 24),
            "calm": rng.integers(2, 5, 24),
            "dead": [None] * 24,
        }
    )
    items = [lk.Item(name, AGREE, text=f"The {name} one") for name in ("clear", "calm", "dead")]
    return lk.Responses(frame, lk.Instrument("trial", items), respondent="who", condition="when")


@pytest.fixture(scope="module")
def synthetic(answers):
    """Return the same answers, marked as answers that nobody gave."""
    return with_notes(answers, SYNTHETIC)


def dots(ax):
    """Return the places of all dots, and the ends of all lines, of each series."""
    marks = [c.get_offsets()[:, 0].tolist() for c in ax.collections if hasattr(c, "get_sizes")]
    lines = [
        [(float(s[0, 0]), float(s[1, 0])) for s in c.get_segments()]
        for c in ax.collections
        if hasattr(c, "get_segments")
    ]
    return marks, lines


def words(ax):
    """Return all that is written, in one text."""
    return " ".join(text.get_text() for text in ax.texts)


def assert_legible(ax):
    """No two texts overlap by their drawn boxes, and none leaves the figure."""
    figure = ax.figure
    figure.draw_without_rendering()
    renderer = figure.canvas.get_renderer()
    texts = [t for t in (*ax.texts, *ax.get_xticklabels()) if t.get_text().strip()]
    boxes = sorted((t.get_window_extent(renderer).padded(-0.6) for t in texts), key=lambda b: -b.y1)
    for k, box in enumerate(boxes):
        for other in itertools.takewhile(lambda b, a=box: b.y1 > a.y0, boxes[k + 1 :]):
            assert not box.overlaps(other), (box, other)
    width, height = figure.bbox.size
    assert all(b.x0 > -1 and b.y0 > -1 and b.x1 < width + 1 and b.y1 < height + 1 for b in boxes)


def test_dots_are_the_means_and_lines_their_intervals(answers):
    """Two series, each with the two items that have answers; `dead` says why it is empty."""
    table = lk.means(answers)
    ax = table.plot()
    marks, lines = dots(ax)
    for k, when in enumerate(dict.fromkeys(row.by[0][1] for row in table)):
        rows = [table[item, when] for item in ("clear", "calm")]
        assert marks[k] == [row.mean for row in rows]
        assert lines[k] == [(row.low, row.high) for row in rows]
    assert sum(len(line.get_xdata()) == 2 for line in ax.lines) >= 2  # joined
    assert words(ax).count("undefined: no valid answer") == 2
    assert "before (n = 0 to 12)" in words(ax).replace("\u00a0", " ")
    assert "Strongly disagree" in words(ax)
    assert ax.get_xlim() == (1, 5)
    data = plot.data_for(plot.means, answers)
    assert data.to_frame().equals(table.to_frame())


def test_many_groups_have_a_row_each():
    """Seven groups are more than there are colours; text of 200 letters and 60 items still fit."""
    rng = np.random.default_rng(5)
    names = [f"q{k}" for k in range(60)]
    long = "A rather long and winding question that nobody would ever ask a living person, " * 3
    frame = pd.DataFrame({name: rng.integers(1, 6, 40) for name in names})
    frame["group"] = [f"group number {k % 20}" for k in range(40)]
    instrument = lk.Instrument("long", [lk.Item(n, AGREE, text=long[:200]) for n in names])
    data = lk.Responses(frame, instrument)
    assert_legible(plot.means(data, width=6.5))
    few = instrument.select("q0", "q1")
    by_group = plot.means(lk.Responses(frame, few), by="group", width=3.3)
    assert_legible(by_group)
    assert len(dots(by_group)[0][0]) == 40
    assert_legible(plot.distributions(lk.Responses(frame, few), by="group", width=3.3))


@pytest.mark.parametrize("width", [3.3, 10])
def test_forest_of_paired_differences(synthetic, width):
    """The figures of the table, marked as synthetic, with a side for either condition."""
    table = lk.compare_paired(synthetic, "before", "after")
    ax = table.plot(width=width)
    marks, lines = dots(ax)
    rows = [row for row in table if row.item != "dead"]
    assert marks == [[row.mean_difference for row in rows]]
    assert lines == [[(row.low, row.high) for row in rows]]
    assert "Synthetic data" in words(ax)
    assert "before closer to" in words(ax)
    assert "Holm" in words(ax)
    assert_legible(ax)


def test_forest_of_every_comparison(answers, synthetic):
    """Groups, their superiority, parts, pairs of conditions and equivalence."""
    groups = lk.compare_groups(answers.where(when="before"), "ward")
    ax = plot.forest(groups, effect="superiority")
    defined = [row.superiority for row in groups if row.item != "dead"]
    assert dots(ax)[0] == [defined]
    assert "east minus west" in words(ax)
    assert "undefined: " in words(ax)
    paired = lk.compare_paired(answers, "before", "after", correction="none")
    assert "p adj." not in words(plot.forest(paired, effect="superiority"))
    overlapping = lk.compare_overlapping(synthetic, "before", "after")
    assert_legible(plot.forest(overlapping, labels="name"))
    parts = overlapping.parts
    assert dots(plot.forest(parts))[0] == [
        [r.mean_difference for r in parts if not math.isnan(r.mean_difference)]
    ]
    same = lk.equivalence(synthetic, "before", "after", margin=1.5)
    ax = plot.forest(same)
    hollow = [np.allclose(c[:3], 1) for c in ax.collections[-1].get_facecolors()]
    assert hollow == [row.equivalent is not True for row in same if row.item != "dead"]
    (region,) = ax.patches
    assert (region.get_x(), region.get_width()) == pytest.approx((-1.5, 3))
    far = lk.equivalence(synthetic, "before", "after", margin=(-0.4, 0.3), test="superiority")
    ax = plot.forest(far)
    assert dots(ax)[0] == [[row.superiority for row in far if row.item != "dead"]]
    assert ax.patches[0].get_x() == pytest.approx(0.1)
    every = lk.Responses.concat(
        {k: lk.Responses(pd.DataFrame({"w": range(6), "clear": [1, 2, 3, 4, 5, v]}),
                         lk.Instrument("t", [lk.Item("clear", AGREE)]), respondent="w")
         for k, v in (("a", 2), ("b", 4), ("c", 5))},
        respondent="w",
    )  # fmt: skip
    pairs = lk.compare_conditions(every).pairs
    assert "a minus b" in words(plot.forest(pairs))
    with pytest.raises(ArgumentError, match="no superiority"):
        plot.forest(overlapping, effect="superiority")


def test_sides_say_which_end_is_positive():
    """A scale whose positive end is low, one without a direction, one without labels, a view."""
    table = [[4, 2, 0], [6, 8, 1], [3, 5, 5]]

    def drawn(scale, view="as_answered") -> str:
        pairs = lk.PairTally.from_table(table, scale).scored(view)
        return words(plot.forest(lk.compare_paired(pairs, "first", "second")))

    assert "← first closer to the positive end" in drawn(lk.LikertScale((1, 2, 3), positive="low"))
    assert "← second higher" in drawn(lk.LikertScale((1, 2, 3)))
    assert "favours first →" in drawn(lk.LikertScale((1, 2, 3), positive="high"), "favourable")
    named = lk.LikertScale((1, 2, 3), labels={1: "No", 3: "Yes"}, positive="high")
    assert "first closer to “Yes” →" in drawn(named)


def test_bars_are_the_bounds(answers):
    """Published bounds, nonresponse bounds of means and top boxes, and cohorts left out."""
    published = lk.published.overlap_bounds(
        {"a": "1.92", "b": "1.11"}, {"a": "1.66", "b": "1.10"},
        n_first=51, n_second=41, n_respondents=51, scale=AGREE,
    )  # fmt: skip
    ax = plot.bounds(published, first="virtual", second="in person")
    assert [(p.get_x(), p.get_x() + p.get_width()) for p in ax.patches] == [
        pytest.approx((row.low, row.high)) for row in published if not math.isnan(row.low)
    ]
    assert dots(ax)[0][0] == [row.naive_difference for row in published]
    assert "impossible" in words(ax)
    assert "the first" in words(plot.bounds(published))
    bounds = lk.bias.nonresponse_bounds(answers, invited=30)
    ax = bounds.plot()
    drawn = [row for row in bounds if row.item != "dead"]
    lows = sorted(p.get_x() for p in ax.patches)
    assert lows == pytest.approx(sorted(row.low for row in bounds))
    assert len(drawn) == 4
    assert plot.bounds(bounds.top_box).get_xlim() == (0, 1)
    frame = pd.DataFrame({"clear": [1, 2, 4, 5, 5], "ward": ["a", "a", "b", "b", "b"]})
    trial = lk.Instrument("trial", [lk.Item("clear", AGREE)])
    influence = lk.bias.cohort_influence(lk.Responses(frame, trial, stratum="ward"))
    assert "without one cohort" in words(plot.bounds(influence))


def test_reliability_with_its_intervals(synthetic):
    """Alpha with its interval, no omega of two items; one coefficient; items on request."""
    here = synthetic.where(when="before")
    sets = {"both": ["clear", "calm"]}
    table = lk.reliability(here, items=sets)
    ax = table.plot()
    row = table.rows[0]
    assert dots(ax)[0] == [[row.alpha], []]
    assert dots(ax)[1] == [[(row.alpha_low, row.alpha_high)], []]
    assert "undefined: " in words(ax)
    alpha = lk.cronbach_alpha(here, items=sets)
    assert dots(alpha.plot())[0] == [[alpha.rows[0].estimate]]
    items = plot.data_for(plot.reliability, here, item_rest=True, items=sets)
    assert dots(plot.reliability(here, item_rest=True, items=sets))[0] == [
        [r.item_rest for r in items]
    ]
    assert dots(plot.reliability(here, items=sets))[0] == dots(ax)[0]
    with pytest.raises(ArgumentError, match="item_rest"):
        plot.reliability(table, item_rest=True)


def test_cells_are_the_pairs():
    """Counts, sums and who cannot be matched, of a table with absent and blank answers."""
    table = {1: {1: 4, 2: 1, "absent": 2}, 2: {2: 6, 3: 3}, "absent": {3: 5}, "blank": {1: 1}}
    pairs = lk.PairTally.from_table(table, lk.LikertScale((1, 2, 3)), first="x", second="y")
    ax = plot.paired(pairs, "item", width=3.3)
    data = plot.data_for(plot.paired, pairs, "item").to_frame()
    assert len(ax.patches) == len(data) == 25
    assert data.loc[data["count"] > 0, "count"].tolist() == [4, 1, 2, 6, 3, 1, 5]
    note = words(ax)
    assert "14 pairs: 10 with the same answer, 0 with a higher code under x, 4" in note
    assert "Not matched: 2 with an answer under x only, 6 under y only, 0 under" in note
    assert sum(p.get_linewidth() > 1 for p in ax.patches) == 3
    assert_legible(ax)
    answers = lk.PairTally.from_table([[1, 0], [0, 1]], lk.LikertScale((1, 2)))
    with pytest.raises(UnknownItemError):
        plot.paired(answers, "nothing")


def test_pairs_of_responses_name_the_conditions(answers):
    """Responses do not know which two are meant."""
    ax = plot.paired(answers, "clear", first="before", second="after")
    assert "12 pairs" in words(ax)
    assert ax.texts[0].get_text() != ""
    with pytest.raises(ArgumentError, match="first= and second="):
        plot.paired(answers, "clear")


def test_bars_are_the_proportions(answers):
    """A bar a level and condition, as high as its proportion; many levels share a bar."""
    table = lk.frequencies(answers)
    ax = table.plot()
    shares = sorted(row.proportion for row in table if not math.isnan(row.proportion))
    # The first two patches are those of the legend.
    heights = np.array(sorted(p.get_height() for p in ax.patches[2:]))
    assert heights / heights.max() == pytest.approx(np.array(shares) / max(shares))
    assert "undefined: no valid answer" in words(ax)
    assert_legible(plot.distributions(answers, width=3.3))
    with pytest.raises(ArgumentError, match="by="):
        plot.distributions(table, by="ward")


def test_scores_stay_on_their_scale(answers):
    """Bars lie between the ends of the score; the dot is the mean; answers are no scores."""
    scores = lk.scale_scores(answers, items={"both": ["clear", "calm"], "none": "dead"})
    ax = plot.scores(scores)
    assert_legible(ax)
    low, high = ax.get_xlim()
    assert all(low <= p.get_x() and p.get_x() + p.get_width() <= high for p in ax.patches)
    assert sum(len(c.get_offsets()) for c in ax.collections) == 2
    assert plot.data_for(plot.scores, scores).to_frame()["proportion"].dropna().sum() == (
        pytest.approx(2)
    )
    assert "undefined: " in words(ax)
    wide = lk.scale_scores(answers, items={"both": ["clear", "calm"]}, method="pomp")
    assert_legible(plot.scores(wide, by="ward", width=3.3))
    with pytest.raises(ArgumentError, match="scale scores"):
        plot.scores(answers)


def test_given_axes_are_used(answers):
    """The Axes are drawn on, and all text stays in the box that they had."""
    figure, ax = plt.subplots(figsize=(6, 6))
    assert lk.means(answers).plot(ax=ax) is ax
    assert figure.axes == [ax]
    assert_legible(ax)


def test_tables_without_a_picture_say_which_have(answers, monkeypatch):
    """The error lists the functions; so does an empty table, a wrong one, and a missing extra."""
    with pytest.raises(ArgumentTypeError, match="means, describe"):
        lk.quantiles(answers).plot()
    empty = lk.means(answers).filter(n=999)
    for draw in (empty.plot, lambda: plot.means(empty)):
        with pytest.raises(ArgumentError, match="no rows"):
            draw()
    with pytest.raises(ArgumentTypeError, match="does not draw"):
        plot.means(lk.frequencies(answers))
    with pytest.raises(ArgumentTypeError, match="expected a table"):
        plot.forest(answers)
    with pytest.raises(ArgumentError, match="by= has no effect"):
        plot.means(lk.means(answers), by="ward")
    monkeypatch.setitem(__import__("sys").modules, "matplotlib", None)
    with pytest.raises(MissingExtraError, match="matplotlib"):
        lk.means(answers).plot()


def test_every_picture_of_synthetic_answers_says_so(synthetic):
    """The note rides in every table that a picture is drawn of."""
    scores = lk.scale_scores(synthetic)
    for ax in (
        plot.means(synthetic, labels="name"),
        plot.distributions(synthetic, labels="name"),
        plot.scores(scores),
        plot.paired(synthetic, "clear", first="before", second="after"),
        lk.bias.nonresponse_bounds(synthetic, invited=90).plot(labels="name"),
    ):
        assert "Synthetic data: no person gave these answers" in words(ax)


def test_narrow_pictures_move_what_does_not_fit():
    """A wide n moves into the label, a long legend onto a second line; ticks keep apart."""
    wide = lk.LikertScale(range(11))
    items = [lk.Item(name, wide, text="Would you recommend it to a friend?") for name in ("a", "b")]
    counts = {"a": {3: 400_000, 9: 6}, "b": {10: 1_234_567}}
    tally = lk.Tally.from_counts(counts, lk.Instrument("nps", items))
    ax = plot.bounds(lk.bias.nonresponse_bounds(tally, invited=123_456_789), width=2)
    assert "400006/123456789" in words(ax).replace(" ", "")
    assert len(dots(ax)[0][0]) == 2
    assert words(ax).count("recommen") == 2  # two items, though they have one text
    assert_legible(ax)
    assert_legible(plot.distributions(tally, width=2))
    high = lk.Instrument("high", [lk.Item("a", lk.LikertScale(range(100, 111)), text="How far?")])
    groups = pd.DataFrame({"group": ["x", "x", "y", "y"], "item": "a", "code": [100, 110] * 2})
    counted = lk.Tally.from_counts(groups.assign(count=1_234_567), high)
    assert_legible(plot.distributions(counted, by=(), width=1.5))
    assert "(n = " in words(plot.means(counted, by="group", width=1.5))
    long = "people who have been with the company for a very long time and would stay longer"
    frame = pd.DataFrame({"a": [1, 2, 2, 3], "who": [long, long, "new", "new"]})
    few = lk.Responses(frame, lk.Instrument("one", [lk.Item("a", wide)]))
    assert_legible(plot.means(few, by="who", width=3.3))


def test_views_and_unknown_subjects(answers):
    """Favourable scores name their ends; a table that knows no instrument has its figures."""
    assert "more favourable" in words(plot.means(answers.scored("favourable")))
    table = attrs.evolve(lk.means(answers), subject=None)
    assert dots(table.plot())[0] == dots(plot.means(answers))[0]
    assert "The clear one" not in words(table.plot())
    plain = lk.Instrument("plain", [lk.Item("a", lk.LikertScale())])
    empty = lk.means(lk.Tally.from_counts({"a": {}}, plain))
    assert "undefined" in words(empty.plot())
    assert "Levels" not in words(plot.distributions(lk.Tally.from_counts({"a": {1: 2}}, plain)))
    alone = lk.Responses(pd.DataFrame({"a": [3]}), plain)
    assert "(n = 1, mean 3.00)" in " ".join(words(plot.scores(lk.scale_scores(alone))).split())
