"""The figures of sensitivity, worked out again row by row for any small survey."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reference import sensitivity as plain
from tests.strategies import fewer

import likertkit as lk
from likertkit.errors import ArgumentError

if TYPE_CHECKING:
    from collections.abc import Callable

SCALES = (
    lk.LikertScale((1, 2, 3), positive="high"),
    lk.LikertScale((0, 1, 5), positive="low"),
    lk.LikertScale((1, 2, 3, 4), nonsubstantive={"Not applicable": 9, "Refused": 8}),
)
ITEMS = tuple(
    lk.Item(name, scale, keyed=keyed)
    for name, scale, keyed in zip(
        ("up", "down", "free"), SCALES, ("positive", "negative", "positive"), strict=True
    )
)
TRIAL = lk.Instrument("trial", ITEMS)
CONDITIONS = ("now", "then")
# Sums of a few whole numbers and one division.
REL = 1e-12


@attrs.frozen
class Sheet:
    """A survey: its rows, and whether they are weighted or clustered."""

    frame: pd.DataFrame
    weighted: bool
    clustered: bool

    def bind(self) -> lk.Responses:
        """Return the answers as likertkit takes them."""
        roles = {"weight": "w"} if self.weighted else {}
        roles |= {"cluster": "ward"} if self.clustered else {}
        return lk.Responses(
            self.frame, TRIAL, respondent="who", condition="when", stratum="year", **roles
        )

    def rows(self, **where: Any) -> pd.DataFrame:
        """Return the rows of some values."""
        found = self.frame
        for column, value in where.items():
            found = found[found[column] == value]
        return found


def codes_of(item: lk.Item, column: pd.Series) -> list[int]:
    """Return the valid answers of a column."""
    return [int(one) for one in column.dropna() if int(one) in item.scale.codes]


@st.composite
def sheets(draw: Callable[..., Any], *, weights: bool = False) -> Sheet:
    """Draw up to 8 people, of whom some lack a condition, some answers; often all alike."""
    answer = [st.sampled_from([None, *item.scale.codes]) for item in ITEMS]
    answer[2] = st.sampled_from([None, 1, 2, 3, 4, 8, 9])
    if draw(st.booleans()):
        answer = [st.sampled_from([None, draw(one)]) for one in answer]
    rows: list[dict[str, Any]] = []
    for who in range(draw(st.integers(1, 8))):
        year, sex, ward = (draw(st.sampled_from(one)) for one in ((2020, 2021, 2022), "mf", "ab"))
        w = draw(st.sampled_from((0.5, 1.0, 3.0)))
        for when in draw(st.sampled_from((CONDITIONS, CONDITIONS, ("now",), ("then",)))):
            given_answers = {item.name: draw(one) for item, one in zip(ITEMS, answer, strict=True)}
            rows.append(
                {
                    "who": who,
                    "when": when,
                    "year": year,
                    "sex": sex,
                    "ward": f"{year}{ward}",
                    "w": w,
                }
                | given_answers
            )
    frame = pd.DataFrame(rows).astype({item.name: "Float64" for item in ITEMS})
    return Sheet(frame, weights and draw(st.booleans()), draw(st.booleans()))


def same(found: float | None, expected: float | Fraction) -> bool:
    """Return whether a figure is what it should be."""
    expected = float(expected)
    if found is None or math.isnan(found) or math.isnan(expected):
        return found is not None and math.isnan(found) and math.isnan(expected)
    return math.isclose(found, expected, rel_tol=REL, abs_tol=REL)


def mean(values: list[Any]) -> float | Fraction:
    """Return an exact mean, NaN of nothing."""
    return Fraction(sum(values), len(values)) if values else math.nan


def differences(sheet: Sheet, item: lk.Item, **where: Any) -> list[tuple[int, int, int]]:
    """Return the cohort and the two answers of everybody who gave both."""
    found = []
    for _, own in sheet.rows(**where).groupby("who"):
        both = [codes_of(item, own.loc[own["when"] == when, item.name]) for when in CONDITIONS]
        if all(both):
            found.append((int(own["year"].iloc[0]), both[0][0], both[1][0]))
    return found


def held_to_be_compared(sheet: Sheet) -> bool:
    """Return whether the data have both conditions."""
    return set(sheet.frame["when"]) == set(CONDITIONS)


@fewer(0.5)
@given(sheet=sheets())
def test_influence(sheet):
    """Each cohort left out by hand; cohorts alike and by their people by exact fractions."""
    sizes = {2020: 40, 2021: 12, 2022: 25}
    conditions = [one for one in CONDITIONS if one in set(sheet.frame["when"])]
    known = {
        when: {year: sizes[year] for year in set(sheet.rows(when=when)["year"])}
        for when in conditions
    }
    table = lk.bias.cohort_influence(sheet.bind().sampled(population=known))
    assert {row.by[0][1] for row in table} == set(conditions)
    for row in table:
        when, item = row.by[0][1], TRIAL[row.item]
        own = {
            year: codes_of(item, sheet.rows(when=when, year=year)[item.name])
            for year in known[when]
        }
        every = [code for codes in own.values() for code in codes]
        without = {
            year: mean([code for other, codes in own.items() if other != year for code in codes])
            for year in own
        }
        told = {year: one for year, one in without.items() if own[year] and not math.isnan(one)}
        assert (row.n, same(row.estimate, mean(every))) == (len(every), True)
        assert same(row.without_low, min(told.values(), default=math.nan))
        assert same(row.without_high, max(told.values(), default=math.nan))
        if told and every:
            far = max(abs(mean(every) - one) for one in told.values())
            assert same(abs(row.influence), far)
            assert same(row.without, told[row.most_influential])
        else:
            assert row.most_influential is None
            assert row.note
        alike = by_people = math.nan
        if all(own.values()):
            alike = mean([mean(codes) for codes in own.values()])
            by_people = sum(known[when][year] * mean(codes) for year, codes in own.items())
            by_people /= sum(known[when].values())
        assert same(row.equal, alike)
        assert same(row.population, by_people)
        if math.isnan(row.equal):
            assert "equal and population" in row.note or row.note == "no answers"
        for one in table.cohorts.filter(when=when, item=row.item):
            assert one.n == len(own[one.cohort])
            assert same(one.estimate, mean(own[one.cohort]))
            assert same(one.without, without[one.cohort])
            assert bool(one.note) == (math.isnan(one.estimate) or math.isnan(one.without))


@fewer(0.5)
@given(sheet=sheets(), by=st.sampled_from([(), ("sex",)]))
def test_influence_on_differences(sheet, by):
    """Of the pairs, in a group by the group's share of each cohort's people."""
    if not held_to_be_compared(sheet):
        return
    sizes = {2020: 40, 2021: 12, 2022: 25}
    table = lk.bias.cohort_influence(sheet.bind().sampled(population=sizes), *CONDITIONS, by=by)
    for row in table:
        item = TRIAL[row.item]
        pairs = differences(sheet, item, **dict(row.by))
        all_pairs = differences(sheet, item)
        own = {year: [a - b for one, a, b in pairs if one == year] for year in sizes}
        held = {year: found for year, found in own.items() if found}
        assert row.n == len(pairs)
        assert same(row.estimate, mean([a - b for _, a, b in pairs]))
        assert same(row.equal, mean([mean(found) for found in held.values()]))
        people = {
            year: Fraction(sizes[year] * len(found), sum(one == year for one, *_ in all_pairs))
            for year, found in held.items()
        }
        expected = math.nan
        if held:
            expected = sum(people[year] * mean(found) for year, found in held.items())
            expected /= sum(people.values())
        assert same(row.population, expected)
        if len(held) < 2:
            assert row.note
            assert math.isnan(row.without)


@fewer(0.5)
@given(
    sheet=sheets(),
    by=st.sampled_from([(), ("sex",)]),
    respondents=st.sampled_from(("matched", "all")),
)
def test_order(sheet, by, respondents):
    """The sign by linear programming; p by SciPy's tests at each cut, none of clustered answers."""
    if not held_to_be_compared(sheet):
        return
    table = lk.bias.order_robustness(sheet.bind(), *CONDITIONS, by=by, respondents=respondents)
    for row in table:
        item, where = TRIAL[row.item], dict(row.by)
        pairs = [(a, b) for _, a, b in differences(sheet, item, **where)]
        sides = [list(one) for one in zip(*pairs, strict=True)] or [[], []]
        if respondents == "all":
            sides = [
                codes_of(item, sheet.rows(when=when, **where)[item.name]) for when in CONDITIONS
            ]
        assert (row.n_first, row.n_second) == (len(sides[0]), len(sides[1]))
        if not all(sides):
            assert row.robust is None
            assert row.note
            assert math.isnan(row.pvalue)
            continue
        assert same(row.mean_difference, mean(sides[0]) - mean(sides[1]))
        codes = item.scale.codes
        counts = [[side.count(code) for code in codes] for side in sides]
        cuts = [
            Fraction(sum(code <= cut for code in sides[1]), len(sides[1]))
            - Fraction(sum(code <= cut for code in sides[0]), len(sides[0]))
            for cut in codes[:-1]
        ]
        up, down = any(one > 0 for one in cuts), any(one < 0 for one in cuts)
        assert row.robust == (not (up and down))
        assert row.dominates == (None if up == down else CONDITIONS[0 if up else 1])
        if up == down:
            assert row.pvalue == 1
            continue
        assert row.stretch == math.inf
        assert counts[0] != counts[1]
        if sheet.clustered:
            assert math.isnan(row.pvalue)
            assert "clustered" in row.note
        elif respondents == "matched":
            assert same(row.pvalue, plain.cut_pvalue(pairs))
        assert not row.pvalue > 1


@fewer(0.5)
@given(sheet=sheets(weights=True), by=st.sampled_from([(), ("sex",)]))
def test_tipping_point(sheet, by):
    """The shift by hand, the people by every subset; no figure is NaN without a reason."""
    if not held_to_be_compared(sheet):
        return
    designed = sheet.weighted or sheet.clustered
    data = sheet.bind().sampled(lone_stratum="certainty") if designed else sheet.bind()
    table = lk.bias.tipping_point(data, *CONDITIONS, by=by)
    for row in table:
        item = TRIAL[row.item]
        pairs = [(a, b) for _, a, b in differences(sheet, item, **dict(row.by))]
        assert row.n_pairs == len(pairs)
        if not sheet.weighted:
            assert same(row.shift_to_zero, mean([a - b for a, b in pairs]))
            least = plain.fewest_moves(pairs, item.scale.codes) if pairs else None
            assert row.respondents_to_zero == least
        if not (sheet.weighted or sheet.clustered) and pairs:
            higher, lower = (
                sum(a > b for a, b in one) for one in (pairs, [p[::-1] for p in pairs])
            )
            # Bisection in 40 steps.
            assert math.isclose(row.rosenbaum_gamma, plain.gamma(higher, lower, 0.95), rel_tol=1e-9)
        if not math.isnan(row.shift_to_nonsignificant):
            assert row.shift_to_nonsignificant * row.shift_to_zero >= 0
            assert (
                abs(row.shift_to_nonsignificant) < abs(row.shift_to_zero) or not row.shift_to_zero
            )
        for figure in ("shift_to_zero", "shift_to_nonsignificant", "rosenbaum_gamma"):
            assert row.note or not math.isnan(getattr(row, figure))
        assert row.note or row.respondents_to_zero is not None


@fewer(0.5)
@given(sheet=sheets(), silent=st.integers(0, 4))
def test_nonresponse(sheet, silent):
    """The bounds by exact fractions; who says that an item does not apply belongs to no mean."""
    most = max(len(sheet.rows(when=when)) for when in CONDITIONS)
    table = lk.bias.nonresponse_bounds(sheet.bind(), invited=most + silent)
    for row in table:
        item, column = TRIAL[row.item], sheet.rows(when=row.by[0][1])[row.item]
        codes = codes_of(item, column)
        structural = int((column == 9).sum()) if item.name == "free" else 0
        assert (row.n, row.n_structural) == (len(codes), structural)
        m = most + silent - structural - len(codes)
        assert same(row.mean, mean(codes))
        assert same(row.low, mean([*codes, *[item.scale.low] * m]))
        assert same(row.high, mean([*codes, *[item.scale.high] * m]))
        if math.isnan(row.interval_low):
            assert row.note
        else:
            assert item.scale.low <= row.interval_low <= row.low
            assert row.high <= row.interval_high <= item.scale.high
            assert row.interval_low < row.interval_high
            assert not sheet.clustered
        own = next(one for one in table.top_box if (one.by, one.item) == (row.by, row.item))
        if item.scale.positive is None:
            assert math.isnan(own.low)
            assert "1" in own.note
            assert "4" in own.note
            continue
        best = item.scale.high if item.scale.positive == "high" else item.scale.low
        chosen = codes.count(best)
        assert same(own.low, mean([1] * chosen + [0] * (len(codes) - chosen + m)))
        assert same(own.high, mean([1] * (chosen + m) + [0] * (len(codes) - chosen)))
        assert own.note or not any(math.isnan(one) for one in (own.low, own.interval_low))


@fewer(0.5)
@given(sheet=sheets(weights=True), by=st.sampled_from([None, (), "sex"]))
def test_floor_and_ceiling(sheet, by):
    """Shares of the codes at each end; of the total of those who answered everything."""
    table = lk.bias.floor_ceiling(sheet.bind(), by=by)
    for row in table:
        rows = sheet.rows(**dict(row.by))
        weights = rows["w"] if sheet.weighted else pd.Series(1.0, index=rows.index)
        items = ITEMS if row.kind == "scale" else (TRIAL[row.item],)
        valid = np.logical_and.reduce(
            [rows[one.name].isin(one.scale.codes).to_numpy() for one in items]
        )
        assert (row.n, row.n_missing) == (valid.sum(), len(rows) - valid.sum())
        for end, share in (("low", row.floor), ("high", row.ceiling)):
            there = valid.copy()
            for one in items:
                # The total is of keyed scores.
                turned = row.kind == "scale" and one.keyed == "negative"
                code = getattr(one.scale, {"low": "high", "high": "low"}[end] if turned else end)
                there &= rows[one.name].eq(code).fillna(value=False).to_numpy(bool)
            total = weights[valid].sum()
            assert same(share, weights[there].sum() / total if total else math.nan)
        assert bool(row.note) == (not valid.any())


@fewer(0.5)
@given(sheet=sheets(weights=True))
def test_what_needs_people_that_count_alike(sheet):
    """Weights are refused where a person counts as one."""
    if not (sheet.weighted and held_to_be_compared(sheet)):
        return
    data = sheet.bind()
    for refused in (
        lambda: lk.bias.order_robustness(data, *CONDITIONS),
        lambda: lk.bias.cohort_influence(data),
        lambda: lk.bias.cohort_influence(data, *CONDITIONS),
        lambda: lk.bias.nonresponse_bounds(data, invited=99),
    ):
        with pytest.raises(ArgumentError, match="sampling weights"):
            refused()
