"""Banners: their columns, figures and bases, what is tested, and what is refused."""

from __future__ import annotations

import math
from typing import Any

import attrs
import numpy as np
import pandas as pd
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence

import likertkit as lk
from likertkit.errors import (
    ArgumentError,
    ArgumentTypeError,
    AxisError,
    DirectionError,
    MissingColumnError,
    OptionError,
    StratumError,
)
from likertkit.tables.banner._letters import column_letter

AGREE = lk.LikertScale.preset("agreement", 5, positive="high")
FOUR = lk.LikertScale((1, 2, 3, 4), positive="low")
SHOP = lk.Instrument("shop", [lk.Item("clean", AGREE), lk.Item("cheap", FOUR)])
ONE = lk.Instrument("one", [lk.Item("clean", AGREE)])


def rows(n: int = 240) -> pd.DataFrame:
    """Return answers of four cities, of which the last is small and clean."""
    rng = np.random.default_rng(20261201)
    city = rng.choice(["Bern", "Lima", "Oslo", "Rome"], n, p=[0.4, 0.3, 0.25, 0.05])
    lift = np.where(city == "Oslo", 1, 0)
    return pd.DataFrame(
        {
            "clean": np.clip(rng.integers(1, 6, n) + lift, 1, 5),
            "cheap": rng.integers(1, 5, n),
            "city": city,
            "sex": rng.choice(["f", "m"], n),
            "weight": rng.uniform(0.5, 2, n).round(2),
            "stratum": rng.choice(["x", "y"], n),
        }
    )


FRAME = rows()
DATA = lk.Responses(FRAME, SHOP)
WEIGHTED = lk.Responses(FRAME, SHOP, weight="weight")


def counts(**columns: dict[int, int]) -> lk.Tally:
    """Return counts of one item in columns of the span `side`."""
    cells = [
        {"side": side, "item": "clean", "code": code, "count": n}
        for side, answers in columns.items()
        for code, n in answers.items()
    ]
    return lk.Tally.from_counts(pd.DataFrame(cells), ONE)


def marks(table: lk.Table[Any], span: str = "side", row: str = "Top box") -> dict[object, str]:
    """Return the letters of each column."""
    return {cell.column: cell.letters for cell in table.filter(item="clean", span=span, row=row)}


def test_the_frame_is_tidy() -> None:
    """A row an item, figure and column: everybody first, then span by span."""
    frame = lk.banner(DATA, ["city", ("sex", "city")], boxes=(2, 1)).to_frame()
    assert tuple(frame.columns) == (
        *("item", "row", "span", "column", "value", "base", "weighted_base", "effective_base"),
        *("letters", "note"),
    )
    assert frame.span.drop_duplicates().tolist() == ["Total", "city", "sex × city"]
    assert frame.column[:6].tolist() == ["Total", "Bern", "Lima", "Oslo", "Rome", ("f", "Bern")]
    assert frame.row.drop_duplicates().tolist() == ["Top box", "Bottom box", "Net"]
    assert len(frame) == 2 * 3 * (1 + 4 + 8)
    assert (frame.base == frame.weighted_base).all()
    assert (frame.base == frame.effective_base).all()


@pytest.mark.parametrize("data", [DATA, WEIGHTED, WEIGHTED.scored("favourable")])
def test_figures_are_those_of_the_estimates(data) -> None:
    """Boxes, levels, means and bases, of everybody and of columns."""
    boxes = lk.banner(data, "city", boxes=(2, 1))
    levels = lk.banner(data, "city", rows="levels")
    scores = lk.banner(data, "city", rows="means")
    for by in ((), ("city",)):
        for box in lk.box_scores(data, by=by, boxes=(2, 1)):
            place = ("city", box.by[0][1]) if by else ("Total", "Total")
            for row, value in (
                ("Top box", box.top_box),
                ("Bottom box", box.bottom_box),
                ("Net", box.net),
            ):
                assert boxes[(box.item, row, *place)].value == approx(value, rel=1e-12)
        for share in lk.frequencies(data, by=by):
            place = ("city", share.by[0][1]) if by else ("Total", "Total")
            label = share.label or str(share.code)
            assert levels[(share.item, label, *place)].value == share.proportion
        described = lk.describe(data, by=by)
        for mean, spread in zip(lk.means(data, by=by), described, strict=True):
            place = ("city", mean.by[0][1]) if by else ("Total", "Total")
            cell = scores[(mean.item, "Mean", *place)]
            assert cell.value == mean.mean
            assert cell.base == mean.n
            assert cell.weighted_base == mean.weighted_n
            assert cell.effective_base == mean.effective_n
            assert scores[(mean.item, "SD", *place)].value == spread.sd


def test_the_tally_gives_the_same_table() -> None:
    """Law 7: from the rows and from the counts, spans of more than one name too."""
    spans = ["city", ("city", "sex")]
    tally = DATA.tally(by=["sex", "city"])
    assert lk.banner(tally, spans, boxes=(1, 1)) == lk.banner(DATA, spans, boxes=(1, 1))
    weighted = WEIGHTED.tally(by=["sex", "city"])
    assert marks(lk.banner(weighted, spans, boxes=(1, 1)), "city") == marks(
        lk.banner(WEIGHTED, spans, boxes=(1, 1)), "city"
    )


def test_equal_weights_leave_the_figures() -> None:
    """The tests are those of a design then, and figures and bases are as before."""
    table = lk.banner(lk.Responses(FRAME.assign(w=2.0), SHOP, weight="w"), "city", rows="means")
    plain = lk.banner(DATA, "city", rows="means")
    for cell, other in zip(table, plain, strict=True):
        assert (cell.value, cell.effective_base) == approx((other.value, other.base))
        assert cell.weighted_base == 2 * other.base
        assert cell.letters == other.letters


def test_letters_go_on_behind_z() -> None:
    """AA stands behind Z, and letters of two signs are told apart by spaces."""
    assert [column_letter(k) for k in (0, 25, 26, 27, 51, 52, 701, 702)] == [
        *("A", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA")
    ]
    many = counts(**{f"c{k:02}": {1: 50 * (k < 29), 5: 50 * (k == 29)} for k in range(30)})
    table = lk.banner(many, "side", boxes=(1, 1))
    found = marks(table)["c29"].split()
    assert found == [column_letter(k) for k in range(29)]
    assert marks(table, row="Bottom box")["c00"] == "AD"
    assert table.column_letters[-1] == ("side", "c29", "AD")


def test_a_small_letter_is_significant_at_the_second_level_only() -> None:
    """.05 < p < .1 by the pooled z: 30 of 60 beside 21 of 60 (z 1.66, p .096)."""
    tally = counts(a={1: 30, 5: 30}, b={1: 39, 5: 21}, c={1: 50, 5: 10})
    assert marks(lk.banner(tally, "side", confidence_levels=(0.95, 0.9))) == {
        "a": "bC",
        "b": "C",
        "c": "",
    }
    assert marks(lk.banner(tally, "side", confidence_levels=[0.95])) == {
        "a": "C",
        "b": "C",
        "c": "",
    }
    text = repr(lk.banner(tally, "side", confidence_levels=(0.95, 0.9)))
    assert "small letters at 90 % but not at 95 %" in " ".join(text.split())


def test_the_family_is_a_row_within_a_span() -> None:
    """Three tests: .0238 is significant by itself, and not three times as large."""
    tally = counts(a={1: 20, 5: 40}, b={1: 32, 5: 28}, c={1: 28, 5: 32})
    assert marks(lk.banner(tally, "side")) == {"a": "B", "b": "", "c": ""}
    for correction in ("holm", "bonferroni", "benjamini-hochberg"):
        table = lk.banner(tally, "side", correction=correction)  # type: ignore[arg-type]
        assert set(marks(table).values()) == {""}
        assert "the family being the tests of one row of an item within one span" in str(
            table.notes
        )


def test_each_column_beside_the_rest() -> None:
    """It is marked by a sign, in brackets at the second level alone."""
    tally = counts(a={1: 30, 5: 30}, b={1: 38, 5: 22}, c={1: 50, 5: 10})
    table = lk.banner(tally, "side", compare="rest", confidence_levels=(0.95, 0.3))
    assert marks(table) == {"a": "+", "b": "(+)", "c": "-"}
    assert "in brackets at 30 % only" in str(table.notes)
    assert marks(lk.banner(tally, "side", rows="means", compare="rest"), row="Mean") == {
        "a": "+",
        "b": "",
        "c": "-",
    }


def test_each_column_beside_the_one_before() -> None:
    """Of a nested span that is a column with the same first value."""
    tally = counts(a={1: 55, 5: 5}, b={1: 30, 5: 30}, c={1: 5, 5: 55})
    assert marks(lk.banner(tally, "side", compare="previous")) == {"a": "", "b": "A", "c": "B"}
    frame = pd.DataFrame({"clean": [1] * 40 + [5] * 40, "year": [1] * 40 + [2] * 40, "x": "n"})
    both = lk.Responses(pd.concat([frame, frame.assign(x="s")]), ONE)
    table = lk.banner(both, [("x", "year")], compare="previous")
    # From ("n", 2) to ("s", 1) is no step in time.
    assert marks(table, "x × year") == {("n", 1): "", ("n", 2): "A", ("s", 1): "", ("s", 2): "C"}
    assert {cell.note for cell in table.filter(row="Top box")} == {""}


def test_small_columns_are_not_tested() -> None:
    """The unweighted base decides, and the cell says so."""
    tally = counts(a={1: 60}, b={5: 29}, c={5: 60}, d={5: 12})
    table = lk.banner(tally, "side")
    assert marks(table) == {"a": "", "b": "", "c": "A", "d": ""}
    reason = "not tested: fewer than 30 answers"
    notes = [cell.note for cell in table.filter(span="side", row="Top box")]
    assert notes == ["", reason, "", reason]
    assert "100 %†" in repr(table)
    assert f"† {reason} (6 cells)." in repr(table)
    assert marks(lk.banner(tally, "side", minimum_base=29))["b"] == "A"
    everything = lk.banner(tally, "side", minimum_base=0)
    assert marks(everything) == {"a": "", "b": "A", "c": "A", "d": "A"}
    assert "fewer than" not in str(everything.notes)
    alone = lk.banner(counts(a={1: 60}, b={5: 9}), "side")
    why = "not tested: nothing to compare with has 30 answers"
    assert alone["clean", "Top box", "side", "a"].note == why
    beside = lk.banner(counts(a={1: 60}, b={5: 9}), "side", compare="rest")
    assert beside["clean", "Top box", "side", "a"].note == why


def test_what_the_answers_cannot_tell() -> None:
    """Means without spread, and columns that nobody answered in."""
    table = lk.banner(counts(a={1: 60}, b={5: 60}, c={4: 30, 5: 30}), "side", rows="means")
    cell = table["clean", "Mean", "side", "a"]
    assert cell.note.startswith("not tested beside B: no spread")
    assert marks(table, row="Mean") == {"a": "", "b": "C", "c": "A"}
    alike = lk.banner(counts(a={1: 60}, b={5: 60}), "side", rows="means")
    assert alike["clean", "Mean", "side", "a"].note.startswith("not tested: no spread")
    empty = lk.banner(counts(a={1: 60}, b={5: 60}, c={5: 0}), "side", minimum_base=0)
    nobody = empty["clean", "Top box", "side", "c"]
    assert math.isnan(nobody.value)
    assert (nobody.base, nobody.letters, nobody.note) == (0, "", "no valid answers")
    assert marks(empty) == {"a": "", "b": "A", "c": ""}


def test_an_item_that_nobody_answered() -> None:
    """Its figures are undefined, and the other item's are as without it."""
    blank = lk.Responses(FRAME.assign(cheap=np.nan), SHOP)
    table = lk.banner(blank, "city", boxes=(2, 1))
    assert table.filter(item="cheap").to_frame().value.isna().all()
    assert {cell.note for cell in table.filter(item="cheap")} == {"no valid answers"}
    plain = lk.banner(DATA, "city", boxes=(2, 1))
    assert table.filter(item="clean").rows == plain.filter(item="clean").rows


def test_awkward_columns() -> None:
    """Blanks are in no column; numbers, truth values and the word Total are columns."""
    n = 40
    frame = pd.DataFrame({"clean": [1, 2, 4, 5] * n})
    frame["Total"] = [1.0, 2.5, np.nan, 1.0] * n
    frame["who"] = ["Total", None, "Total ", "b"] * n
    frame["seen"] = [True, False] * 2 * n
    with pytest.warns(lk.LikertkitWarning, match="differ in their spelling alone"):
        table = lk.banner(lk.Responses(frame, ONE), ["Total", "who", "seen"])
    assert [(span, column) for span, column, _ in table.column_letters] == [
        *(("Total", 1), ("Total", 2.5)),
        *(("who", "Total"), ("who", "Total "), ("who", "b")),
        *(("seen", False), ("seen", True)),
    ]
    first = table.rows[0]
    assert (first.span, first.column, first.base) == ("All respondents", "All respondents", 4 * n)
    assert "In no column, for want of a value in 'who': 40 rows." in table.notes
    assert "In no column, for want of a value in 'seen'" not in str(table.notes)
    heads = table.to_markdown().splitlines()[2]
    assert "| who: 'Total' (A) | who: 'Total ' (B) | who: b (C) | seen: no (A) |" in heads


def test_a_span_of_one_column_is_not_tested() -> None:
    """Its figures stand there, without a letter to compare them by."""
    table = lk.banner(lk.Responses(FRAME.assign(all="yes"), SHOP), ["all", "sex"], rows="levels")
    assert set(marks(table, "all", "Agree").values()) == {""}
    assert "Not tested, for want of a second column: 'all'." in table.notes
    alone = lk.banner(lk.Responses(FRAME.assign(all="yes"), SHOP), ["all"], rows="levels")
    assert "letter" not in str(alone.notes)
    with pytest.raises(ArgumentError, match="no respondent has a value of 'all'"):
        lk.banner(lk.Responses(FRAME.assign(all=None), SHOP), ["all"], rows="levels")


def test_columns_that_are_not_there() -> None:
    """The error names them, of responses and of counts."""
    with pytest.raises(MissingColumnError, match=r"no column 'town' \(columns\)"):
        lk.banner(DATA, ["sex", "town"], rows="means")
    with pytest.raises(AxisError, match="columns='town' is not an axis"):
        lk.banner(DATA.tally(by="sex"), [("sex", "town")], rows="means")


@pytest.mark.parametrize(
    ("columns", "error", "text"),
    [
        ([], ArgumentError, "columns is empty"),
        (7, ArgumentTypeError, "holds no values"),
        ([7], ArgumentTypeError, "neither a name nor a tuple"),
        ([()], ArgumentTypeError, "neither a name nor a tuple"),
        ([["sex", "city"]], ArgumentTypeError, "neither a name nor a tuple"),
        ([("sex", 3)], ArgumentTypeError, "3, which is not a column name"),
        ([("sex", "sex")], ArgumentError, "repeats a name"),
        (["sex", "sex"], ArgumentError, "two spans of one name"),
    ],
)
def test_columns_name_spans(columns, error, text) -> None:
    """Each a name, or a tuple of names."""
    with pytest.raises(error, match=text):
        lk.banner(DATA, columns, rows="means")


@pytest.mark.parametrize(
    ("levels", "error"),
    [
        ((), ArgumentError),
        ((0.9, 0.95), ArgumentError),
        ((0.95, 0.95), ArgumentError),
        ((0.99, 0.95, 0.9), ArgumentError),
        ((95,), ArgumentError),
        (0.95, ArgumentTypeError),
        ("95", ArgumentTypeError),
        ((None,), ArgumentTypeError),
    ],
)
def test_levels_are_one_or_two_falling(levels, error) -> None:
    """No level, a third, a rising one and a percentage are refused."""
    with pytest.raises(error, match="confidence_level"):
        lk.banner(DATA, "sex", rows="means", confidence_levels=levels)


def test_options_are_checked() -> None:
    """Words, boxes that overlap or count for nothing, scales without a direction."""
    for name in ("rows", "compare", "correction"):
        with pytest.raises(OptionError, match=name):
            lk.banner(DATA, "sex", **{name: "some"})  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match="minimum_base"):
        lk.banner(DATA, "sex", rows="means", minimum_base=-1)
    with pytest.raises(ArgumentError, match="no effect with rows='means'"):
        lk.banner(DATA, "sex", rows="means", boxes=(2, 2))
    with pytest.raises(ArgumentError, match="3 \\+ 2 levels"):
        lk.banner(DATA, "sex", boxes=(3, 2))
    bare = lk.Instrument("bare", [lk.Item("clean", lk.LikertScale())])
    assert len(lk.banner(lk.Responses(FRAME, bare), "sex", rows="levels")) == 15
    with pytest.raises(DirectionError, match="Boxes need"):
        lk.banner(lk.Responses(FRAME, bare), "sex")
    with pytest.raises(ArgumentTypeError, match="expected Responses or a Tally"):
        lk.banner(FRAME, "sex")  # type: ignore[arg-type]


def waves(n: int = 60) -> pd.DataFrame:
    """Return two waves, in which most of the same people answered a little higher."""
    rng = np.random.default_rng(7)
    own = rng.integers(1, 5, n)
    frames = [
        pd.DataFrame({"who": range(n), "wave": 1, "clean": own, "sex": ["f", "m"] * (n // 2)}),
        pd.DataFrame(
            {
                "who": range(6, n + 6),
                "wave": 2,
                "clean": np.append(own[6:] + (rng.random(n - 6) < 0.3), own[:6]),
                "sex": ["f", "m"] * (n // 2),
            }
        ),
    ]
    return pd.concat(frames, ignore_index=True)


def test_a_condition_splits_the_rows() -> None:
    """Each condition has its own columns, compared within it, and stands first."""
    data = lk.Responses(waves(), ONE, respondent="who", condition="wave")
    table = lk.banner(data, "sex", minimum_base=0)
    assert table.by == ("wave",)
    assert table["clean", 2, "Top box", "sex", "f"].base == 30
    assert len(table) == 2 * 3 * 3
    assert table.to_frame().columns[0] == "wave"
    assert table == lk.banner(data.tally(by="sex"), "sex", minimum_base=0)
    # Under one condition nobody is in a column that the other has.
    apart = waves()
    apart.loc[apart.wave == 1, "sex"] = "f"
    split = lk.banner(lk.Responses(apart, ONE, condition="wave"), "sex", minimum_base=0)
    missing = split["clean", 1, "Top box", "sex", "m"]
    assert (missing.base, missing.note) == (0, "no valid answers")


def test_conditions_as_columns_know_who_answered_under_both() -> None:
    """The covariance enters; the other columns pool the conditions, and a note says so."""
    frame = waves()
    linked = lk.Responses(frame, ONE, respondent="who", condition="wave")
    loose = lk.Responses(frame, ONE, condition="wave")
    table = lk.banner(linked, ["wave", "sex", ("sex", "wave")], rows="means", minimum_base=0)
    assert table.by == ()
    assert marks(table, "wave", "Mean") == {1: "", 2: "A"}
    assert marks(lk.banner(loose, "wave", rows="means"), "wave", "Mean") == {1: "", 2: ""}
    pooled = lk.means(linked, by=())["clean"]
    total = table["clean", "Mean", "Total", "Total"]
    assert (total.value, total.base) == (pooled.mean, pooled.n)
    assert any("Pooled over 'wave': 'Total' and 'sex'." in note for note in table.notes)
    assert "a respondent's answers are one sampled unit" in str(table.notes)
    strangers = lk.banner(loose, ["wave", "sex"], rows="means").notes
    assert any("as answers of different people" in note for note in strangers)
    assert marks(table, "sex × wave", "Mean").keys() == {("f", 1), ("f", 2), ("m", 1), ("m", 2)}


def test_a_population_has_each_person_once() -> None:
    """Conditions are no columns of it; without them the design counts."""
    frame = waves()
    data = lk.Responses(frame, ONE, respondent="who", condition="wave").sampled(population=500)
    with pytest.raises(ArgumentError, match="a population has each person once"):
        lk.banner(data, "wave", rows="means")
    assert len(lk.banner(data, "sex", rows="means")) == 2 * 2 * 3
    everybody = lk.Responses(FRAME, SHOP).sampled(population=len(FRAME))
    table = lk.banner(everybody, "sex", rows="means")
    assert table["clean", "Mean", "sex", "f"].note.startswith("not tested: everybody was asked")


def test_strata_and_lone_units() -> None:
    """A stratum of one unit is refused, or goes by the rule that was named."""
    frame = FRAME.assign(stratum=FRAME.stratum.where(FRAME.index > 0, "lone"))
    data = lk.Responses(frame, SHOP, weight="weight", stratum="stratum")
    with pytest.raises(StratumError, match="'lone' has one respondent"):
        lk.banner(data, "sex", rows="means")
    ruled = data.sampled(lone_stratum="certainty")
    assert len(lk.banner(ruled, "sex", rows="means")) == 2 * 2 * 3


def test_the_rest_of_a_weighted_span_is_a_domain() -> None:
    """It is the other column of a span of two, also where a share is 0 or 1."""
    rated = FRAME.assign(clean=FRAME.clean.where(FRAME.city != "Rome", 5))
    for name in ("Oslo", "Rome"):
        two = rated.assign(side=np.where(rated.city == name, "a", "b"))
        data = lk.Responses(two, ONE, weight="weight", stratum="stratum")
        for rows, row in (("levels", "Strongly agree"), ("means", "Mean")):
            options: Any = {"rows": rows, "minimum_base": 5}
            letter = marks(lk.banner(data, "side", **options), row=row)["a"]
            sign = marks(lk.banner(data, "city", compare="rest", **options), "city", row)[name]
            assert (letter, sign) in {("B", "+"), ("", ""), ("", "-")}
            assert sign == "+" if name == "Rome" else sign in {"", "+"}


def test_conditions_of_strangers_beside_pooled_columns() -> None:
    """Nobody answered under two; pooled columns are compared between respondents all the same."""
    frame = FRAME.assign(who=FRAME.index, wave=FRAME.index % 2)
    data = lk.Responses(frame, ONE, respondent="who", condition="wave")
    notes = lk.banner(data, ["wave", "sex"], rows="means").notes
    assert "Test of 'wave': Welch's t." in notes
    assert any(note.startswith("Test of 'sex': t of the difference") for note in notes)


def test_calibrated_weights_are_shown_and_not_tested() -> None:
    """Figures and bases are there, and the cells say why they have no letters."""
    weighting = lk.rake(DATA, {"sex": {"f": 0.5, "m": 0.5}})
    table = lk.banner(DATA.weighted(weighting), "city", boxes=(2, 1))
    cell = table["clean", "Top box", "city", "Oslo"]
    assert cell.letters == ""
    assert cell.note.startswith("not tested: the weights were calibrated")


def test_scale_scores_have_means() -> None:
    """In units of the score."""
    three = lk.Instrument("three", [lk.Item(name, AGREE) for name in ("a", "b", "c")])
    rng = np.random.default_rng(3)
    frame = pd.DataFrame(rng.integers(1, 6, (90, 3)), columns=["a", "b", "c"])
    scores = lk.scale_scores(lk.Responses(frame.assign(sex=["f", "m"] * 45), three))
    table = lk.banner(scores, "sex", rows="means")
    row = lk.describe(scores, by="sex").rows[0]
    cell = table[row.item, "Mean", "sex", "f"]
    assert cell.value == approx(row.mean, rel=1e-12)
    assert table[row.item, "SD", "sex", "f"].value == approx(row.sd, rel=1e-12)


def test_a_domain_keeps_its_design() -> None:
    """Rows outside have no figures; the spans are those of the domain."""
    data = WEIGHTED.where(city=["Bern", "Oslo"])
    table = lk.banner(data, ["city", ("city", "sex")], rows="means")
    assert [column for span, column, _ in table.column_letters if span == "city"] == [
        "Bern",
        "Oslo",
    ]
    row = lk.compare_groups(data, "city", test="t")["clean"]
    higher = "Oslo" if row.mean_difference < 0 else "Bern"
    assert row.pvalue < 0.05
    assert marks(table, "city", "Mean")[higher] in {"A", "B"}
    tally = WEIGHTED.tally(by=["city", "sex"]).where(city=["Bern", "Oslo"])
    assert lk.banner(tally, [("city", "sex")], rows="means").to_frame().base.iloc[
        0
    ] == row.n_first + (row.n_second)


def test_it_prints_bases_once_where_they_are_alike() -> None:
    """They stand first then; otherwise with each item."""
    table = lk.banner(DATA, "sex", rows="means")
    lines = table.to_text(80).splitlines()
    assert next(line for line in lines if "Base" in line).split() == [
        "Base",
        "240",
        *(str(n) for n in FRAME.sex.value_counts().sort_index()),
    ]
    assert sum("Base " in line for line in lines) == 1
    some = lk.Responses(FRAME.assign(cheap=FRAME.cheap.where(FRAME.index > 3)), SHOP)
    gaps = lk.banner(some, "sex", rows="means")
    assert sum("Base " in line for line in gaps.to_text(80).splitlines()) == 2
    weighted = lk.banner(WEIGHTED, "sex", rows="means")
    assert "Effective base" in weighted.to_markdown()
    assert "Weighted base" in weighted._repr_html_()
    assert "Kish" in str(weighted.notes)
    assert "Effective base" not in repr(table)


def test_spans_stand_above_their_columns() -> None:
    """Outer values of nested spans stand below the name of the span."""
    table = lk.banner(DATA, ["sex", ("sex", "city"), ("city", "sex", "stratum")], rows="means")
    grid = table._grid()
    names, outer, inner = grid.spans
    assert names == (("", 2), ("", 1), ("sex", 2), ("sex × city", 8), ("city × sex × stratum", 16))
    assert outer[2:5] == (("", 2), ("", 8), ("Bern", 4))
    assert inner[2:7] == (("", 2), ("f", 4), ("m", 4), ("f", 2), ("m", 2))
    assert grid.header[3:7] == ("f (A)", "m (B)", "Bern (A)", "Lima (B)")
    assert grid.header[13:15] == ("x (A)", "y (B)")
    assert "sex × city: f: Bern (A)" in table.to_markdown()
    assert '<th scope="colgroup" colspan="8">sex × city</th>' in table._repr_html_()


def test_it_prints_what_is_left_of_it() -> None:
    """A narrowed table has its own columns; decimals are those asked for; rows of none print."""
    table = lk.banner(DATA, ["sex", "city"], boxes=(2, 1))
    assert "city" not in table.filter(span="sex").to_text(80).splitlines()[2]
    assert "%" in repr(table.with_decimals(percentages=3))
    gap = attrs.evolve(table, rows=table.rows[1:])
    assert "Base" in gap.to_text(80)
    assert table.filter(value=-7.0).to_text(80).startswith("Banner of shop")
