"""Every figure of a summary, worked out from the rows."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import stats
from tests.reference.ranks import rank_sum_pvalue
from tests.unit.summary.sheets import COURSE, SITES, linked, loose, rows

import likertkit as lk
from likertkit.summary import SummaryRow

if TYPE_CHECKING:
    import pandas as pd

# Sums of a few dozen numbers of the size of a scale, on both sides.
RTOL = 1e-12
TURNED = {"as_answered": (), "keyed": ("dull",), "favourable": ("dull",)}


def holm(pvalues: list[float]) -> list[float]:
    """Return adjusted p-values, one by one."""
    m = len(pvalues)
    order = sorted(range(m), key=pvalues.__getitem__)
    found, worst = [0.0] * m, 0.0
    for k, i in enumerate(order):
        worst = max(worst, min(1.0, (m - k) * pvalues[i]))
        found[i] = worst
    return found


def scored(frame: pd.DataFrame, view: str) -> pd.DataFrame:
    """Return the rows with the items of a view turned."""
    return frame.assign(**{item: 6 - frame[item] for item in TURNED[view]})


def sides(frame: pd.DataFrame, item: str) -> tuple[pd.Series, pd.Series]:
    """Return the valid answers after and before, by person."""
    apart = frame.set_index("person")
    after, before = (apart.loc[apart["when"] == one, item] for one in ("after", "before"))
    return after.dropna(), before.dropna()


@pytest.mark.parametrize("view", TURNED)
@pytest.mark.parametrize("seed", [1, 2])
def test_figures_of_pairs(seed: int, view: str) -> None:
    """Means, difference, interval, exact p, superiority and tipping points, from the rows."""
    frame = rows(seed)
    found = lk.summarize(linked(frame).scored(view))
    frame = scored(frame, view)
    pvalues, means = [], []
    for item in COURSE.names:
        row = found[item]
        after, before = sides(frame, item)
        both = sorted(after.index.intersection(before.index))
        assert (row.n_first, row.n_second, row.n_pairs) == (len(after), len(before), len(both))
        for answers, side in ((after, "first"), (before, "second")):
            counts = tuple(int((answers == score).sum()) for score in range(1, 6))
            assert getattr(row, f"answers_{side}") == counts
            assert getattr(row, f"mean_{side}") == pytest.approx(answers.mean(), rel=RTOL)
        d = (after[both] - before[both]).to_numpy()
        mean = Fraction(int(d.sum()), len(d))
        assert row.mean_difference == row.shift_to_zero == pytest.approx(float(mean), rel=RTOL)
        t = stats.t.ppf(0.975, len(d) - 1) * d.std(ddof=1) / math.sqrt(len(d))
        assert (row.low, row.high) == pytest.approx((mean - t, mean + t), rel=RTOL)
        away = math.copysign(max(abs(mean) - t, 0.0), mean)
        assert row.shift_to_nonsignificant == pytest.approx(away, rel=1e-9)
        proportion = np.mean(d > 0) + np.mean(d == 0) / 2
        assert row.superiority == pytest.approx(proportion, rel=RTOL)
        up, down = int((d > 0).sum()), int((d < 0).sum())
        assert (row.n_higher, row.n_equal, row.n_lower) == (up, len(d) - up - down, down)
        pvalues.append(stats.binomtest(up, up + down).pvalue)
        assert row.pvalue == pytest.approx(pvalues[-1], rel=1e-9)
        means.append(stats.ttest_rel(after[both], before[both]).pvalue)
        assert row.mean_pvalue == pytest.approx(means[-1], rel=1e-9)
        # Every level but the last lets one go up by one point; so many points are missing.
        room = int((before[both] < 5).sum() if mean > 0 else (before[both] > 1).sum())
        needed = abs(int(d.sum()))
        assert row.respondents_to_zero == (needed if needed <= room else None)
        cuts = [np.mean(after[both] > k) - np.mean(before[both] > k) for k in range(1, 5)]
        one_way = all(cut >= 0 for cut in cuts) or all(cut <= 0 for cut in cuts)
        assert row.robust is one_way
    assert [row.pvalue_adjusted for row in found] == pytest.approx(holm(pvalues), rel=1e-9)
    adjusted = [row.mean_pvalue_adjusted for row in found]
    assert adjusted == pytest.approx(holm(means), rel=1e-9)


@pytest.mark.parametrize("correction", ["none", "bonferroni"])
def test_figures_of_loose_answers(correction: str) -> None:
    """Answers of nobody knows whom are compared as if of different people."""
    frame = rows(5, 7)
    found = lk.summarize(loose(frame), correction=correction, confidence_level=0.9)
    for item in COURSE.names:
        row = found[item]
        after, before = (side.to_numpy() for side in sides(frame, item))
        assert row.n_pairs is None
        assert row.respondents_to_zero is None
        assert math.isnan(row.shift_to_zero)
        assert row.mean_difference == pytest.approx(after.mean() - before.mean(), rel=1e-9)
        wanted = float(rank_sum_pvalue(after.astype(int), before.astype(int), "two-sided"))
        assert row.pvalue == pytest.approx(wanted, rel=1e-9)
        times = {"none": 1, "bonferroni": 3}[correction]
        assert row.pvalue_adjusted == pytest.approx(min(1.0, times * wanted), rel=1e-9)
        apart = stats.ttest_ind(after, before, equal_var=False)
        assert row.mean_pvalue == pytest.approx(apart.pvalue, rel=1e-9)
        assert (row.n_higher, row.n_equal, row.n_lower) == (None, None, None)
        welch = apart.confidence_interval(0.9)
        assert (row.low, row.high) == pytest.approx((welch.low, welch.high), rel=1e-9)
        over = np.sign(after[:, None] - before[None, :])
        assert row.superiority == pytest.approx((1 + over.mean()) / 2, rel=RTOL)


def test_people_who_answered_once() -> None:
    """Their numbers stand beside the pairs; pandas, person by person."""
    frame = rows(5, n=11)
    frame.loc[[2, 7], "clear"] = np.nan
    wide = frame.pivot_table(index="person", columns="when", values=list(COURSE.names))
    found = lk.summarize(linked(frame))
    for row in found:
        after, before = (wide[row.item][when].notna() for when in ("after", "before"))
        numbers = ((after & before).sum(), (after & ~before).sum(), (~after & before).sum())
        assert (row.n_pairs, row.n_first_only, row.n_second_only) == numbers
    assert found["clear"].n_second_only
    assert "n_second_only" in found.grids[4]
    apart = lk.summarize(loose(frame))["clear"]
    assert (apart.n_first_only, apart.n_second_only) == (None, None)


@pytest.mark.parametrize("people", [{"north": 12, "south": 6}, {"north": 7, "south": 40}])
def test_cohorts_and_the_silent(people: dict[str, int]) -> None:
    """Stratified means by their formula; bounds with everybody silent at either end."""
    frame = rows(2)
    design = lk.StudyDesign(
        conditions=(lk.Condition("after"), lk.Condition("before")),
        cohorts=tuple(lk.Cohort(name, size=people[name]) for name in SITES),
    )
    invited = sum(people.values())
    declared = lk.summarize(linked(frame, stratum="site"), design=design)
    told = lk.summarize(linked(frame, stratum="site").sampled(population=people), invited=people)
    assert declared.rows == told.rows
    for row in declared:
        for when, side in (("after", "first"), ("before", "second")):
            own = frame[frame["when"] == when].dropna(subset=[row.item])
            wanted = sum(own.loc[own["site"] == s, row.item].mean() * people[s] for s in SITES)
            found = getattr(row, f"stratified_{side}")
            assert found == pytest.approx(wanted / invited, rel=RTOL)
            for end, score in (("low", 1), ("high", 5)):
                total = own[row.item].sum() + score * (invited - len(own))
                found = getattr(row, f"{end}_{side}")
                assert found == pytest.approx(total / invited, rel=RTOL)


@pytest.mark.parametrize("seed", [1, 2])
def test_weighted_figures(seed: int) -> None:
    """Weighted means and difference; what counts people alike is left out, and said to be."""
    frame = rows(seed)
    frame["weight"] = 1.0 + frame["person"] % 4
    found = lk.summarize(linked(frame, weight="weight"))
    assert any(note.startswith("Means, differences and the superio") for note in found.notes)
    for row in found:
        for when, side in (("after", "first"), ("before", "second")):
            own = frame[frame["when"] == when].dropna(subset=[row.item])
            wanted = np.average(own[row.item], weights=own["weight"])
            assert getattr(row, f"mean_{side}") == pytest.approx(wanted, rel=RTOL)
            assert getattr(row, f"n_{side}") == len(own)
        after, before = sides(frame, row.item)
        both = sorted(after.index.intersection(before.index))
        weights = [1.0 + person % 4 for person in both]
        wanted = np.average(after[both] - before[both], weights=weights)
        assert row.mean_difference == pytest.approx(wanted, rel=1e-9)
        assert row.robust is None
        assert math.isnan(row.shift_to_zero)
        assert math.isnan(row.low_first)
    assert "Test: design-based t" in " ".join(found.notes)
    loosely = lk.summarize(loose(frame, weight="weight"))
    row = loosely["clear"]
    assert row.n_pairs is None
    assert row.mean_difference == pytest.approx(row.mean_first - row.mean_second, rel=1e-9)


@pytest.mark.parametrize("bind", [linked, loose])
def test_clusters_reach_the_errors(bind) -> None:
    """Classes that were sampled whole: the interval is that between them."""
    frame = rows(4).assign(room=lambda one: one["person"] // 3)
    found = lk.summarize(bind(frame, cluster="room"))
    notes = " ".join(found.notes)
    assert "lusters" in notes
    assert "design" in notes
    row = found["clear"]
    if bind is linked:
        both = frame.pivot_table(index="person", columns="when", values="clear").dropna()
        totals = (both["after"] - both["before"]).groupby(both.index // 3).agg(["sum", "size"])
        mean = totals["sum"].sum() / totals["size"].sum()
        left = totals["sum"] - mean * totals["size"]
        error = math.sqrt(3 / 2 * (left**2).sum()) / totals["size"].sum()
        reach = stats.t.ppf(0.975, 2) * error
        assert (row.low, row.high) == pytest.approx((mean - reach, mean + reach), rel=1e-9)
        assert row.robust is not None
    one = lk.summarize(bind(frame.assign(room=0), cluster="room"))["clear"]
    assert math.isnan(one.low)
    assert math.isnan(one.pvalue)
    assert one.note


def test_one_condition_and_none() -> None:
    """A survey without a comparison has a first and no second."""
    frame = rows()
    after = frame[frame["when"] == "after"]
    plain = lk.summarize(lk.Responses(after, COURSE), invited=12)
    one = lk.summarize(loose(frame), first="after", invited=12)
    only = lk.summarize(loose(after), invited={"after": 12})
    assert plain.rows == one.rows == only.rows
    assert (plain.title, one.title) == ("Summary of course", "Summary of course: after")
    assert dict(plain.options)["first"] is None
    assert dict(one.options)["first"] == "after"
    assert dict(one.options)["second"] is None
    row = plain["clear"]
    assert row.n_first == 9
    assert row.low_first == pytest.approx((after["clear"].sum() + 3) / 12, rel=RTOL)
    empty = SummaryRow(item="clear", n_first=None, mean_first=math.nan)
    for name in (one for one in plain.names if one.endswith("_second") or one in {"robust", "low"}):
        assert getattr(row, name) == getattr(empty, name) or math.isnan(getattr(row, name))


@pytest.mark.parametrize("n_items", [1, 3])
def test_no_answers_at_all(n_items: int) -> None:
    """Items that nobody answered stay, with why they have no figures."""
    frame = rows()
    frame[list(COURSE.names[:n_items])] = np.nan
    found = lk.summarize(linked(frame), invited=11)
    row = found["clear"]
    assert (row.n_first, row.n_pairs, row.answers_second) == (0, 0, (0,) * 5)
    assert math.isnan(row.mean_first)
    assert (row.low_first, row.high_first) == (1, 5)
    assert row.robust is None
    assert "no valid answers; nobody gave a valid answer under both conditions" in row.note
    assert found.to_text(80).count("no valid answers") == 1
    assert not any("Test: ." in note for note in found.notes)


def test_identical_answers() -> None:
    """Nobody changed: a difference of 0, p = 1, superiority one half, and nothing is claimed."""
    frame = rows().assign(clear=4.0, useful=4.0, dull=4.0)
    found = lk.summarize(linked(frame))
    for row in found:
        assert (row.mean_difference, row.pvalue) == (0, 1)
        assert not row.low < row.high
        assert (row.superiority, row.respondents_to_zero) == (0.5, 0)
    scale = "On a scale from 1 ('Strongly disagree') to 5 ('Strongly agree')"
    assert [one.text for one in found.claims if one.kind == "may"] == [
        f"{scale}, the mean scores of the 9 people who answered under 'after' are all 4.00.",
        (
            f"{scale} (the item is negatively keyed), the mean score of 'dull' of the 9 people who "
            "answered under 'after' is 4.00."
        ),
        f"{scale}, the mean scores of the 8 people who answered under 'before' are all 4.00.",
        (
            f"{scale} (the item is negatively keyed), the mean score of 'dull' of the 8 people who "
            "answered under 'before' is 4.00."
        ),
    ]


def test_a_reason_of_two_comparisons_is_said_once() -> None:
    """The tests of the means and of the people both find that all changed alike."""
    pairs = lk.PairTally.from_table([[0, 2, 0], [0, 0, 0], [0, 0, 0]], lk.LikertScale((1, 2, 3)))
    assert lk.summarize(pairs)["item"].note == (
        "all differences are equal: no spread, so no interval of the mean difference; "
        "with 2 changed answers no p-value can lie below .5"
    )


def test_axes_of_a_table_are_pooled_and_named() -> None:
    """A table split by sites says that they are pooled, and has the same figures."""
    frame = rows()
    whole = lk.summarize(loose(frame))
    split = lk.summarize(loose(frame).tally(by="site"))
    assert whole.rows == split.rows
    assert "The groups of 'site' are pooled." in split.notes
    pairs = linked(frame).pairs("after", "before", by="site")
    assert lk.summarize(pairs).rows == lk.summarize(linked(frame)).rows
    assert "The groups of 'site' are pooled." in lk.summarize(pairs).notes
    assert not any("'site'" in note for note in whole.notes)


@pytest.mark.parametrize(("said", "n_asked"), [("Not applicable", 11), ("Refused", 12)])
def test_a_question_that_does_not_apply_is_no_silence(said: str, n_asked: int) -> None:
    """One of five said so: the bounds are of the others, and a note says that."""
    scale = lk.LikertScale(nonsubstantive={"Not applicable": 9, "Refused": 97})
    trial = lk.Instrument("trial", [lk.Item("clear", scale)])
    counts = {"clear": {2: 2, 4: 2, {"Not applicable": 9, "Refused": 97}[said]: 1}}
    found = lk.summarize(lk.Tally.from_counts(counts, trial), invited=12)
    row = found["clear"]
    assert row.low_first == pytest.approx((12 + n_asked - 4) / n_asked, rel=RTOL)
    assert row.high_first == pytest.approx((12 + 5 * (n_asked - 4)) / n_asked, rel=RTOL)
    told = [note for note in found.notes if "does not apply" in note]
    assert len(told) == (said == "Not applicable")
