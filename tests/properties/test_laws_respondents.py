"""Laws of figures of single respondents: response styles, careless answers, floor and ceiling."""

from __future__ import annotations

import math

import attrs
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reference import respondents as slow
from tests.strategies import ABS, REL, VIEWS, directed, fewer, outcome, sheets, taken

import likertkit as lk
from likertkit._kernels.respondents import mahalanobis_distances

# No correlation of few whole numbers is this.
LEAST = 0.617
# Iterations for gaps stop at 1e-10, and are as far from their end as they are slow.
ITERATED = 1e-5
STYLES = lk.bias.ResponseStyles.FIGURES
MODEST = st.builds(
    lk.LikertScale,
    st.sampled_from([(0, 1), (1, 2, 3), (1, 2, 3, 4), (1, 2, 3, 4, 5), (-3, -1, 0, 1, 3)]),
    positive=st.sampled_from(["high", "low"]),
    nonsubstantive=st.sampled_from([{}, {"N/A": 99}]),
)
long_sheets = sheets(
    instrument=directed(min_items=1, max_items=9, scale=MODEST),
    stratum=False,
    cluster=False,
    weight=False,
    condition=False,
    max_rows=12,
)


def meant(sheet) -> list[list[object]]:
    """Return what each row's answers mean."""
    return [[one.meant[row] for one in sheet.answers] for row in range(sheet.n_rows)]


def bound(items, rows) -> lk.Responses:
    """Return rows of meanings as responses, with a code for every valid answer."""
    names = [item.name for item in items]
    codes = [[one if isinstance(one, int) else math.nan for one in row] for row in rows]
    frame = pd.DataFrame(codes, columns=names, dtype=float)
    return lk.Responses(frame, lk.Instrument("whole", items))


def assert_near(found, expected) -> None:
    """Compare arrays, undefined with undefined."""
    np.testing.assert_allclose(found, np.asarray(expected, dtype=float), rtol=REL, atol=ABS)


def carelessness(responses) -> lk.bias.Careless:
    """Return the figures that do not depend on the rule's defaults."""
    return lk.bias.careless(responses, synonym_correlation=LEAST, min_answered=2)


@fewer(0.2)
@given(sheet=long_sheets, engine=st.sampled_from(["pandas", "polars", "pyarrow"]))
def test_every_row_is_what_one_reads_off_it(sheet, engine):
    """Styles, runs, spreads and consistencies are those of plain loops over exact fractions."""
    items, rows = sheet.instrument.items, meant(sheet)
    styles = lk.bias.response_styles(sheet.responses(engine))
    for name in STYLES:
        assert_near(getattr(styles, name), [slow.styles(items, row)[name] for row in rows])
    found = carelessness(sheet.responses(engine))
    assert found.longstring.tolist() == [slow.longstring(row) for row in rows]
    assert_near(found.irv, [slow.irv(row) for row in rows])
    assert_near(found.even_odd, [slow.even_odd(items, row) for row in rows])
    assert_near(found.synonyms, slow.synonyms(items, rows, LEAST))


@fewer(0.2)
@given(sheet=sheets(instrument=directed(max_items=5)))
def test_any_scale_will_do(sheet):
    """Codes of any size, alone or in mixture, give the styles, runs and spreads of the loops."""
    items, rows = sheet.instrument.items, meant(sheet)
    styles = lk.bias.response_styles(sheet.responses())
    for name in STYLES:
        assert_near(getattr(styles, name), [slow.styles(items, row)[name] for row in rows])
    found = lk.bias.careless(sheet.responses())
    assert found.longstring.tolist() == [slow.longstring(row) for row in rows]
    assert_near(found.irv, [slow.irv(row) for row in rows])


@fewer(0.2)
@given(sheet=long_sheets, data=st.data())
def test_rows_keep_their_figures_in_any_order(sheet, data):
    """Each row's figures and flag go with it when rows change places."""
    rows = meant(sheet)
    order = data.draw(st.permutations(range(len(rows))))
    items = sheet.instrument.items
    for function in (lk.bias.response_styles, carelessness):
        one = function(bound(items, rows)).to_frame().drop(columns="row")
        other = function(bound(items, [rows[k] for k in order])).to_frame().drop(columns="row")
        expected = one.iloc[list(order)].reset_index(drop=True)
        pd.testing.assert_frame_equal(other, expected, rtol=ITERATED, atol=ITERATED)


@fewer(0.2)
@given(sheet=long_sheets)
def test_codes_that_run_the_other_way_change_nothing(sheet):
    """Mirrored codes on a scale whose positive end is the other one are the same answers."""
    items, rows = sheet.instrument.items, meant(sheet)
    turned = [
        attrs.evolve(
            item,
            scale=lk.LikertScale(
                tuple(-code for code in item.scale.codes),
                positive="low" if item.scale.positive == "high" else "high",
            ),
        )
        for item in items
    ]
    mirrored = [[-one if isinstance(one, int) else None for one in row] for row in rows]
    one = lk.bias.response_styles(bound(items, rows))
    other = lk.bias.response_styles(bound(turned, mirrored))
    for name in STYLES:
        assert_near(getattr(other, name), getattr(one, name))
    first, second = carelessness(bound(items, rows)), carelessness(bound(turned, mirrored))
    for name in ("longstring", "irv", "mahalanobis", "even_odd", "synonyms"):
        np.testing.assert_allclose(getattr(second, name), getattr(first, name), ITERATED, ITERATED)


@fewer(0.2)
@given(sheet=long_sheets)
def test_the_opposite_answers_swap_agreement_and_disagreement(sheet):
    """Law of mirrors: acquiescence and disacquiescence change places; ends and middle stay."""
    items, rows = sheet.instrument.items, meant(sheet)
    opposite = [
        [
            min(i.scale.codes) + max(i.scale.codes) - one if isinstance(one, int) else None
            for i, one in zip(items, row, strict=True)
        ]
        for row in rows
    ]
    one, other = (lk.bias.response_styles(bound(items, each)) for each in (rows, opposite))
    assert_near(other.acquiescence, one.disacquiescence)
    assert_near(other.net_acquiescence, -one.net_acquiescence)
    assert_near(other.balanced_acquiescence, -one.balanced_acquiescence)
    assert_near(other.extreme, one.extreme)
    assert_near(other.midpoint, one.midpoint)


@fewer(0.2)
@given(sheet=long_sheets, data=st.data())
def test_a_blank_is_nothing(sheet, data):
    """An item that everybody left blank, wherever it stands, changes no figure of anybody."""
    items, rows = list(sheet.instrument.items), meant(sheet)
    place = data.draw(st.integers(0, len(items)))
    scale = items[0].scale
    blank = lk.Item("".join(item.name for item in items) + " blank", scale)
    more = [*items[:place], blank, *items[place:]]
    with_blank = [[*row[:place], None, *row[place:]] for row in rows]
    for function in (lk.bias.response_styles, carelessness):
        one, other = function(bound(items, rows)), function(bound(more, with_blank))
        pd.testing.assert_frame_equal(
            one.to_frame(), other.to_frame(), rtol=ITERATED, atol=ITERATED
        )


@fewer(0.2)
@given(sheet=long_sheets)
def test_figures_stay_in_their_bounds(sheet):
    """Shares lie in [0, 1], consistencies in [-1, 1], runs within the answers, p in [0, 1]."""
    styles = lk.bias.response_styles(sheet.responses())
    found = carelessness(sheet.responses())
    for values, low, high in (
        (styles.extreme, 0, 1),
        (styles.midpoint, 0, 1),
        (found.even_odd, -1, 1),
        (found.synonyms, -1, 1),
        (found.pvalue, 0, 1),
        (found.irv, 0, math.inf),
        (found.mahalanobis, 0, math.inf),
    ):
        own = values[~np.isnan(values)]
        assert ((own >= low) & (own <= high)).all()
    assert (found.longstring <= found.n_answers).all()
    assert ((found.longstring > 0) == (found.n_answers > 0)).all()


@fewer(0.2)
@given(
    values=st.lists(
        st.lists(st.integers(1, 5), min_size=3, max_size=3), min_size=2, max_size=15
    ).map(lambda rows: np.array(rows, dtype=float)),
    mixing=st.sampled_from(
        [[[2, 0, 0], [1, -3, 0], [0, 1, 1]], [[0, 1, 0], [0, 0, 5], [-1, 1, 2]]]
    ),
)
def test_distances_do_not_depend_on_the_units(values, mixing):
    """D² is the same after any invertible map, sums to rank × (n - 1), and has its bound."""
    found = mahalanobis_distances(values)
    moved = mahalanobis_distances(values @ np.array(mixing, dtype=float) + 7.0)
    np.testing.assert_allclose(moved.squared, found.squared, ITERATED, ITERATED)
    assert moved.df.tolist() == found.df.tolist()
    n, rank = len(values), int(found.df[0])
    if rank:
        assert found.squared.sum() == pytest.approx(rank * (n - 1))
        assert found.squared.max() <= (n - 1) ** 2 / n + 1e-9
    assert rank == np.linalg.matrix_rank(values - values.mean(axis=0), tol=1e-8)


@fewer(0.2)
@given(
    sheet=sheets(stratum=False, cluster=False, by="ward"),
    view=st.sampled_from(VIEWS),
    by=st.sampled_from([None, (), "ward"]),
)
def test_items_have_the_ends_that_describe_gives(sheet, view, by):
    """Rows and tally agree on the items, and with `describe`."""
    answers = sheet.responses().scored(view)
    found = lk.bias.floor_ceiling(answers, by=by).to_frame()
    items = found[found["kind"] == "item"].reset_index(drop=True)
    tally = lk.bias.floor_ceiling(answers.tally(by=() if by is None else by), by=by).to_frame()
    pd.testing.assert_frame_equal(items, tally, check_dtype=False, rtol=REL, atol=ABS)
    described = lk.describe(answers, by=by).to_frame()
    for name in ("n", "n_missing", "floor", "ceiling"):
        assert_near(items[name], described[name])


@fewer(0.2)
@given(sheet=long_sheets)
def test_totals_at_the_ends_are_counted_one_by_one(sheet):
    """The shares of a total are those of sums that are at the least or the most possible."""
    items, rows = sheet.instrument.items, meant(sheet)
    for row in lk.bias.floor_ceiling(sheet.responses()).filter(kind="scale") if rows else ():
        own = [
            i
            for i, item in enumerate(items)
            if not sheet.instrument.subscales or item.subscale == row.item
        ]
        n, floor, ceiling = slow.extremes(
            [items[i] for i in own], [[one[i] for i in own] for one in rows]
        )
        assert (row.n, row.n_missing, row.n_items) == (n, len(rows) - n, len(own))
        assert_near([row.floor, row.ceiling], [floor / n, ceiling / n] if n else [math.nan] * 2)


@fewer(0.2)
@given(
    sheet=sheets(stratum=False, cluster=False, condition=False, min_rows=1),
    view=st.sampled_from(VIEWS),
)
def test_the_headline_is_the_mean(sheet, view):
    """With all it is that of `means`; without the flagged it is that of the others' rows."""
    answers = sheet.responses().scored(view)
    found = lk.bias.careless(answers, longstring=0.9, n_criteria=1, min_answered=2)
    headline = found.headline.to_frame()
    all_means = lk.means(answers).to_frame()
    assert_near(headline["mean"], all_means["mean"])
    assert headline["n"].tolist() == all_means["n"].tolist()
    kept = taken(sheet, np.flatnonzero(~found.flagged).tolist())
    others = outcome(lambda: lk.means(kept.responses().scored(view)).to_frame())
    if not isinstance(others, tuple):  # whoever is left may have no weight
        assert_near(headline["mean_without"], others["mean"])
        assert headline["n_without"].tolist() == others["n"].tolist()
    assert_near(headline["difference"], headline["mean_without"] - headline["mean"])
