"""Diverging bars: what they show, and that every label can be read."""

from __future__ import annotations

import builtins
import subprocess
import sys

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

import likertkit as lk
from likertkit.errors import (
    ArgumentError,
    ArgumentTypeError,
    AxisError,
    DirectionError,
    FileAccessError,
    OptionError,
)
from likertkit.plot._palette import contrast, diverging_colors
from likertkit.plot._sheet import need_matplotlib

AGREE = lk.LikertScale.preset("agreement", 5, nonsubstantive={"Don't know": 9})
OFTEN = lk.LikertScale(range(1, 8), labels={1: "Never", 7: "Always"})
LIKELY = lk.LikertScale.preset("likelihood", 11)
MIXED = lk.Instrument(
    "mixed",
    [
        lk.Item("long", AGREE, text="It costs $5 or $10 " + "and is very long " * 11),
        lk.Item("often", OFTEN),
        lk.Item("dead", AGREE),
        lk.Item("eleven", LIKELY, text="Would recommend"),
        lk.Item("alike", AGREE, text="All at one level"),
        lk.Item("yes", lk.LikertScale((0, 1), {0: "No", 1: "Yes"})),
        lk.Item("even", LIKELY, text="Each level alike"),
        lk.Item("cjk", AGREE, text="x" * 200),
    ],
)
COUNTS = {
    "long": {1: 1, 2: 1, 3: 1, 4: 1, 5: 96, 9: 20, None: 5},
    "often": {1: 3, 2: 10, 3: 4, 4: 20, 5: 30, 6: 1, 7: 1},
    "eleven": {**dict.fromkeys(range(11), 1), 5: 300},
    "alike": {5: 40},
    "yes": {0: 1, 1: 99},
    "even": dict.fromkeys(range(11), 10),
    "cjk": {1: 1, 2: 2, 3: 3, 4: 44, 5: 50},
}
TALLY = lk.Tally.from_counts(COUNTS, MIXED)
TRIAL = lk.Instrument("trial", [lk.Item("a", AGREE), lk.Item("b", AGREE), lk.Item("c", AGREE)])


@pytest.fixture(scope="module", autouse=True)
def settings():
    """Draw without a screen, small; and see that no setting was changed."""
    with mpl.rc_context({"backend": "Agg", "figure.dpi": 72, "font.size": 8}):
        before = dict(mpl.rcParams)
        yield
        assert dict(mpl.rcParams) == before
    import matplotlib.pyplot as plt

    plt.close("all")


@pytest.fixture(scope="module")
def answers():
    """Return answers of 120 people in two groups and three wards, some missing."""
    rng = np.random.default_rng(5)
    return pd.DataFrame(
        {
            **{name: rng.choice([1, 2, 3, 4, 5, 9, None], 120) for name in "abc"},
            "sex": rng.choice(["f", "m"], 120),
            "ward": rng.choice(["x", "y", "z"], 120),
        }
    )


def axes(width, height):
    """Return Axes as a user has them, without pyplot."""
    return Figure(figsize=(width, height)).subplots()


def boxes(ax):
    """Return the box of each text that is drawn, in pixels."""
    figure = ax.figure
    found = [text for text in ax.texts if text.get_text()]
    return found, np.array([text.get_window_extent().extents for text in found]), figure.bbox


def check_apart(ax):
    """Fail if two texts overlap, or one leaves the figure."""
    texts, box, page = boxes(ax)
    # A pixel is a rounding of the renderer.
    x0, y0, x1, y1 = (box[:, k] for k in range(4))
    wide = np.minimum.outer(x1, x1) - np.maximum.outer(x0, x0)
    high = np.minimum.outer(y1, y1) - np.maximum.outer(y0, y0)
    over = np.argwhere(np.triu((wide > 0.5) & (high > 2), 1))
    assert [(texts[a].get_text(), texts[b].get_text()) for a, b in over] == []
    assert x0.min() >= page.x0 - 1
    assert x1.max() <= page.x1 + 1
    assert y0.min() >= page.y0 - 1
    assert y1.max() <= page.y1 + 1
    return [text.get_text() for text in texts]


@pytest.mark.parametrize(
    ("width", "options"),
    [
        (3.3, {}),
        (6.5, {"decimals": 2, "neutral": "aside", "missing": "aside"}),
        (10.0, {"labels": "count", "neutral": "out", "title": "Mixed scales", "sort": "net"}),
    ],
)
def test_no_label_overlaps_and_none_vanishes(width, options):
    """Levels of 0, 1 and 100 %, eleven levels, 200 letters, no answers at all."""
    ax = lk.plot.diverging(TALLY, width=width, **options)
    texts = check_apart(ax)
    table = lk.plot.data_for(lk.plot.diverging, TALLY, **options)
    shown = [row for row in table if row.place == "bars" and row.proportion > 0]
    bars = [bar for container in ax.containers for bar in container]
    aside = [row for row in table if row.place == "aside" and row.proportion > 0]
    assert len(bars) == len(shown) + len(aside)
    if options.get("labels") == "count":
        wanted = sorted(str(row.count) for row in shown)
    else:
        digits = options.get("decimals", 0)
        wanted = sorted(
            f"{100 * row.proportion:.{digits}f}"
            if round(100 * row.proportion, digits) > 0
            else f"<{10**-digits:.{digits}f}"
            for row in shown
        )
    for text in set(wanted):
        assert texts.count(text) >= wanted.count(text)
    assert "no answers" in texts
    assert ax.figure.get_size_inches()[0] == width


def test_sixty_items_and_a_short_label_for_each():
    """They make a high picture, in which nothing overlaps."""
    many = lk.Instrument("many", [lk.Item(f"item {k}", AGREE) for k in range(60)])
    counts = {f"item {k}": {1: 1, 2: k, 3: 3, 4: 60 - k, 5: 1} for k in range(60)}
    ax = lk.plot.diverging(lk.Tally.from_counts(counts, many), width=4)
    texts = check_apart(ax)
    assert sum("n = " in text for text in texts) == 60


def test_bars_end_where_the_cumulative_shares_end(answers):
    """Shares by pandas: from the negative end, the middle halved by the centre line."""
    data = lk.Responses(answers, TRIAL)
    table = lk.plot.data_for(lk.plot.diverging, data, by="sex")
    frame = table.to_frame()
    for (sex, item), rows in frame.groupby(["sex", "item"]):
        valid = answers.loc[answers["sex"] == sex, item].astype(float)
        valid = valid[valid <= 5]
        shares = valid.value_counts(normalize=True).reindex([1, 2, 3, 4, 5], fill_value=0)
        centre = shares[1] + shares[2] + shares[3] / 2
        ends = np.cumsum([0, *shares]) - centre
        np.testing.assert_allclose(rows["start"], ends[:-1], atol=1e-12)
        np.testing.assert_allclose(rows["end"], ends[1:], atol=1e-12)
        assert set(rows["n"]) == {len(valid)}
    ax = lk.plot.diverging(data, by="sex", width=5)
    drawn = sorted(round(bar.get_x(), 6) for group in ax.containers for bar in group)
    assert drawn == sorted(round(100 * x, 6) for x in frame["start"])
    low, high = ax.get_xlim()
    assert low < frame["start"].min() * 100
    assert high > frame["end"].max() * 100


def test_the_colour_of_a_label_is_read_on_its_bar():
    """By the colours that are drawn."""
    few = TALLY.instrument.select(["long", "often", "even"])
    counts = {name: COUNTS[name] for name in few.names}
    ax = lk.plot.diverging(lk.Tally.from_counts(counts, few), width=6)
    bars = [
        (bar.get_window_extent(), to_hex(bar.get_facecolor()))
        for container in ax.containers
        for bar in container
    ]
    inside = 0
    for text in ax.texts:
        box = text.get_window_extent()
        x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        for bar, color in bars:
            if bar.x0 < x < bar.x1 and bar.y0 < y < bar.y1 and text.get_text() != "no answers":
                assert contrast(to_hex(text.get_color()), color) >= 4.5
                assert bar.x0 <= box.x0
                assert box.x1 <= bar.x1
                inside += 1
    assert inside >= 8


def test_positive_is_right_whatever_the_codes():
    """The scale's positive end, or the higher code, which the notes then name."""
    low = lk.LikertScale((1, 2, 3), {1: "Agree", 3: "Disagree"}, positive="low")
    none = lk.LikertScale((1, 2, 3), {1: "Agree", 3: "Disagree"})
    for scale, right, noted in ((low, 1, False), (none, 3, True)):
        trial = lk.Instrument("t", [lk.Item("q", scale), lk.Item("r", scale, keyed="negative")])
        tally = lk.Tally.from_counts({"q": {1: 1, 3: 2}, "r": {1: 1}}, trial)
        table = lk.plot.data_for(lk.plot.diverging, tally)
        assert table.filter(item="q").rows[-1].code == right
        assert any("No positive end is declared" in note for note in table.notes) is noted
        # An item that the view turns is drawn turned, in a panel of its own.
        keyed = lk.plot.data_for(lk.plot.diverging, tally.scored("keyed"))
        assert keyed.filter(item="q").rows[-1].code == right
        assert keyed.filter(item="r").rows[-1].code == 4 - right


def test_intervals_are_those_of_the_box_scores(answers):
    """They begin where the sum of the positive levels begins."""
    data = lk.Responses(answers, TRIAL)
    options = {"interval": "positive", "confidence_level": 0.9}
    table = lk.plot.data_for(lk.plot.diverging, data, **options)
    boxes = lk.box_scores(data, boxes=(2, 2), confidence_level=0.9)
    row = table.filter(item="a").rows[0]
    assert (row.positive, row.low, row.high) == (
        pytest.approx(boxes["a"].top_box),
        boxes["a"].top_low,
        boxes["a"].top_high,
    )
    ax = lk.plot.diverging(data, **options, neutral="aside")
    lines = [line.get_xdata() for line in ax.lines if len(line.get_xdata()) == 2]
    assert lines[0] == pytest.approx([100 * row.low, 100 * row.high])
    with pytest.raises(DirectionError):
        lk.plot.diverging(TALLY, interval="positive")
    two = lk.Instrument("two", [lk.Item("a", AGREE), lk.Item("e", LIKELY)])
    with pytest.raises(ArgumentError, match="2 and 5"):
        lk.plot.diverging(lk.Tally.from_counts({}, two), interval="positive")
    ax = lk.plot.diverging(lk.Tally.from_counts({"a": {5: 1}}, TRIAL), interval="positive")
    assert sum("no answers" in text.get_text() for text in ax.texts) == 2


def test_order_is_by_several_keys_and_the_same_in_every_part():
    """The first group decides; a facet has the items in the same order."""
    rows = [
        {"ward": ward, "item": item, "code": code, "count": n}
        for ward, item, code, n in (
            ("x", "a", 5, 1), ("x", "a", 1, 1), ("x", "b", 5, 2), ("x", "c", 4, 1),
            ("x", "c", 2, 1), ("y", "a", 5, 9), ("y", "b", 1, 9), ("y", "c", 3, 4),
        )
    ]  # fmt: skip
    tally = lk.Tally.from_counts(pd.DataFrame(rows), TRIAL)

    def order(**options: object) -> list[str]:
        table = lk.plot.data_for(lk.plot.diverging, tally, **options)
        return list(dict.fromkeys(row.item for row in table))

    assert order(by="ward") == ["a", "b", "c"]
    assert order(by="ward", sort=["positive", "item"]) == ["b", "a", "c"]
    assert order(facet="ward", sort=["n", "negative"]) == ["a", "c", "b"]
    assert order(sort="net") == ["a", "c", "b"]
    ax = lk.plot.diverging(tally, facet="ward", sort="positive", width=5)
    texts = check_apart(ax)
    parts = " ".join(texts).split("ward: ")
    assert [part.split()[0] for part in parts[1:]] == ["x", "y"]
    names = [[t[0] for t in texts if "(n = " in t][k : k + 3] for k in (0, 3)]
    assert names == [["b", "a", "c"], ["b", "a", "c"]]


def test_missing_answers_at_the_side(answers):
    """With a base that holds them; blank apart from "Don't know"."""
    data = lk.Responses(answers, TRIAL)
    frame = lk.plot.data_for(lk.plot.diverging, data, missing="aside").to_frame()
    unknown = frame[(frame["item"] == "a") & (frame["label"] == "Don't know")].iloc[0]
    assert unknown["proportion"] == pytest.approx((answers["a"] == 9).mean())
    blank = frame[(frame["item"] == "a") & (frame["label"] == "blank")].iloc[0]
    assert blank["proportion"] == pytest.approx(answers["a"].isna().mean())
    answered = lk.plot.data_for(lk.plot.diverging, data, missing="aside", base="answered")
    assert "blank" not in {row.label for row in answered}
    ax = lk.plot.diverging(data, missing="aside", width=6)
    assert {"blank", "Don't know", "Percentage of all respondents"} <= set(check_apart(ax))


def test_synthetic_data_are_marked():
    """And answers that people gave are not."""
    made = lk.studies.balint().synthetic(7).facilitators
    texts = [text.get_text() for text in lk.plot.diverging(made, neutral="aside").texts]
    assert any("Synthetic data" in text for text in texts)
    assert "Middle level" in texts
    ours = lk.Tally.from_counts({"a": {1: 4, 5: 5}}, TRIAL)
    texts = [text.get_text() for text in lk.plot.diverging(ours, legend=False).texts]
    assert not any("Synthetic" in text for text in texts)
    assert "Strongly agree" not in texts


def test_given_axes_keep_everything_in_their_place():
    """Everything stays in the place of the Axes, and none other is made."""
    figure = Figure(figsize=(12, 6))
    left, right = figure.subplots(1, 2)
    place = left.get_window_extent().extents
    tally = lk.Tally.from_counts({"a": {1: 4, 5: 5}, "b": {2: 3}}, TRIAL)
    assert lk.plot.diverging(tally, ax=left, totals=False, labels="none") is left
    texts, box, _ = boxes(left)
    assert (box[:, :2].min(axis=0) >= place[:2] - 2).all()
    assert (box[:, 2:].max(axis=0) <= place[2:] + 2).all()
    assert figure.axes == [left, right]
    assert any(text.get_text() == "a (n = 9)" for text in texts)
    inner = Figure(figsize=(9, 5)).subfigures(1, 2)[1]
    check_apart(lk.plot.diverging(tally, ax=inner.subplots()))
    with pytest.raises(ArgumentError, match="inches high"):
        lk.plot.diverging(TALLY, ax=axes(6, 2))
    with pytest.raises(ArgumentError, match="no room for bars"):
        lk.plot.diverging(TALLY, width=1.5, decimals=6)


def test_text_stays_text_in_a_file(tmp_path):
    """In the file that `save` writes, which is the same each time."""
    ax = lk.plot.diverging(lk.Tally.from_counts({"a": {1: 4, 5: 5}}, TRIAL), width=4)
    lk.plot.save(ax, tmp_path / "a.svg")
    lk.plot.save(ax, tmp_path / "b.svg")
    drawing = (tmp_path / "a.svg").read_bytes()
    assert b">Strongly agree<" in drawing
    assert drawing == (tmp_path / "b.svg").read_bytes()
    lk.plot.save(ax, tmp_path / "a.png", dpi=20)
    assert (tmp_path / "a.png").stat().st_size < 20_000
    with pytest.raises(ArgumentError, match="dots per inch"):
        lk.plot.save(ax, tmp_path / "a.png", dpi=10**400)
    with pytest.raises(ArgumentError, match="kind of file"):
        lk.plot.save(ax, tmp_path / "a.docx")
    with pytest.raises(FileAccessError):
        lk.plot.save(ax, tmp_path / "no" / "a.svg")
    with pytest.raises(ArgumentTypeError):
        lk.plot.save("ax", tmp_path / "a.svg")


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"neutral": "left"}, OptionError),
        ({"missing": "left"}, OptionError),
        ({"labels": "x"}, OptionError),
        ({"interval": "x"}, OptionError),
        ({"names": "x"}, OptionError),
        ({"base": "x"}, OptionError),
        ({"sort": "x"}, OptionError),
        ({"sort": 1}, ArgumentTypeError),
        ({"totals": 1}, ArgumentTypeError),
        ({"legend": None}, ArgumentTypeError),
        ({"title": 1}, ArgumentTypeError),
        ({"decimals": 7}, ArgumentError),
        ({"facet": 1}, ArgumentTypeError),
        ({"facet": "nothing"}, AxisError),
        ({"facet": "nothing", "by": ()}, ArgumentError),
        ({"base": "valid", "missing": "aside"}, ArgumentError),
        ({"confidence_level": 0.9}, ArgumentError),
        ({"decimals": 1, "labels": "count", "totals": False}, ArgumentError),
        ({"width": "6"}, ArgumentTypeError),
        ({"width": 0.5}, ArgumentError),
        ({"ax": "ax"}, ArgumentTypeError),
    ],
)
def test_wrong_options_are_refused(options, error):
    """Each before anything is drawn."""
    with pytest.raises(error):
        lk.plot.diverging(TALLY, **options)


def test_options_that_have_no_effect_are_refused():
    """A width beside Axes; a middle where no scale has one; scores instead of answers."""
    with pytest.raises(ArgumentError, match="no effect"):
        lk.plot.diverging(TALLY, ax=axes(9, 9), width=4)
    even = lk.Instrument("even", [lk.Item("q", lk.LikertScale((1, 2)))])
    tally = lk.Tally.from_counts({"q": {1: 2, 2: 1}}, even)
    with pytest.raises(ArgumentError, match="no effect"):
        lk.plot.diverging(tally, neutral="out")
    frame = pd.DataFrame({"a": [1, 2], "b": [3, 4], "c": [5, 5]})
    with pytest.raises(ArgumentTypeError, match="scale score"):
        lk.plot.diverging(lk.scale_scores(lk.Responses(frame, TRIAL)))
    with pytest.raises(ArgumentTypeError, match="is not a function of"):
        lk.plot.data_for(print)


def test_without_matplotlib_the_extra_is_named():
    """The data need no matplotlib; the picture says how to install it."""
    code = """
import sys
sys.modules["matplotlib"] = None
import likertkit as lk
trial = lk.Instrument("t", [lk.Item("q", lk.LikertScale((1, 2)))])
tally = lk.Tally.from_counts({"q": {1: 2, 2: 1}}, trial)
assert len(lk.plot.data_for(lk.plot.diverging, tally)) == 2
try:
    lk.plot.diverging(tally)
except lk.errors.MissingExtraError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "likertkit[plot]" in done.stdout


def test_a_part_of_matplotlib_that_is_missing_is_another_error(monkeypatch):
    """The extra is there, and would not help."""

    def broken(name: str, *_: object) -> None:
        raise ModuleNotFoundError(f"No module named {name!r}'s part", name="kiwisolver")

    monkeypatch.setattr(builtins, "__import__", broken)
    with pytest.raises(ModuleNotFoundError) as caught:
        need_matplotlib("plot.means()")
    monkeypatch.undo()
    assert caught.value.name == "kiwisolver"


def test_levels_have_the_colours_of_the_set():
    """The ends of the legend are the ends of the set."""
    ax = lk.plot.diverging(lk.Tally.from_counts({"a": {1: 4, 5: 5}}, TRIAL))
    drawn = {
        container.get_label(): to_hex(container[0].get_facecolor()) for container in ax.containers
    }
    colors = diverging_colors(5)
    assert drawn == {"Strongly disagree": colors[0], "Strongly agree": colors[4]}
