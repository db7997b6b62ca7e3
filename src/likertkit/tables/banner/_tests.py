"""Which columns of a span differ: the tests of two groups, of every row and item at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import attrs
import numpy as np

from likertkit._kernels.means import (
    count_mean,
    count_variance,
    designed_means_test,
    fisher_pvalue,
    least_expected,
    pooled_shares_test,
    variance_of_difference,
    welch_variance,
)
from likertkit._text import join_words
from likertkit.compare._declared_design import EVERYBODY, counts_by_population
from likertkit.compare._options import FEW
from likertkit.compare.groups._designed_tests import DesignedTest
from likertkit.compare.groups._source import GroupSource

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from likertkit.compare.groups._designed import DesignedGroups
    from likertkit.compare.groups._source import ItemGroups
    from likertkit.tables.banner._figures import BannerRows, Figure, Part
    from likertkit.tables.banner._spans import Span
    from likertkit.tally import Tally

    _Counted = tuple[ItemGroups, tuple[int, ...]]

BannerCompare = Literal["columns", "rest", "previous"]
CALIBRATED = (
    "the weights were calibrated, and comparisons of groups cannot take the margins into account"
)


@attrs.frozen(eq=False)
class PairTests:
    """The tests of one row of an item, in one span and part of the table.

    Attributes
    ----------
    part : tuple of (str, object)
        The condition, where it splits the table.
    item, row : int
        The numbers of the item, and of the row among those of the item.
    differences, pvalues : arrays of float, shape (n_pairs,)
        The first column minus the second, and the p-value by itself; NaN where it is undefined.
    problem : str
        Why nothing was tested; empty where something was.
    """

    part: Part
    item: int
    row: int
    differences: NDArray[np.float64]
    pvalues: NDArray[np.float64]
    problem: str = ""


def pairs_of(span: Span, compare: BannerCompare) -> list[tuple[int, int]]:
    """Return the columns that are compared, by number; n + c is the rest beside column c.

    Of a nested span the column before is one that differs in the last name alone.
    """
    n = len(span.columns)
    if compare == "rest":
        return [(c, n + c) for c in range(n)]
    if compare == "previous":
        outer = [column[:-1] if span.nested else () for column in span.columns]  # type: ignore[index]
        return [(c - 1, c) for c in range(1, n) if outer[c - 1] == outer[c]]
    return [(a, b) for a in range(n) for b in range(a + 1, n)]


def test_notes(spans: Sequence[Span], rows: BannerRows) -> list[str]:
    """Return which tests the letters are of: a note a kind of span."""
    plain = {
        "boxes": "shares by the pooled z, where an expected count is below 5 by Fisher's exact "
        "test; the net by Welch's t",
        "levels": "the pooled z, where an expected count is below 5 Fisher's exact test",
        "means": "Welch's t",
    }[rows]
    by_design = "t of the difference of two domain means by the sampling design"
    kinds: dict[str, list[str]] = {}
    for span in spans:
        test = by_design if _is_designed(span.tally) else plain
        clusters = span.tally.clusters
        if clusters is not None and clusters.unit == "respondent":
            test = f"{by_design}, in which a respondent's answers are one sampled unit"
        kinds.setdefault(test, []).append(repr(span.title))
    if len(kinds) == 1:
        return [f"Test: {test}." for test in kinds]
    return [f"Test of {join_words(titles)}: {test}." for test, titles in kinds.items()]


def _is_designed(tally: Tally) -> bool:
    return tally.weighted or tally.clusters is not None or counts_by_population(tally)


@attrs.frozen(eq=False, kw_only=True)
class SpanTests:
    """The tests of a span.

    Attributes
    ----------
    source : GroupSource
        The answers of its columns.
    pairs : sequence of (int, int)
        The columns to compare, see :func:`pairs_of`.
    figures : sequence of sequence of Figure
        The rows of each item.
    """

    source: GroupSource
    pairs: Sequence[tuple[int, int]]
    figures: Sequence[Sequence[Figure]]

    @classmethod
    def from_span(
        cls, span: Span, figures: Sequence[Sequence[Figure]], compare: BannerCompare
    ) -> SpanTests:
        """Return the tests of the columns of a span, of which there are two or more."""
        source = GroupSource.from_data(span.tally, span.axis, None, "t")
        return cls(
            source=source,
            pairs=pairs_of(span, compare),
            figures=figures,
        )

    def run(self, large: Mapping[tuple[Part, int], NDArray[np.bool_]]) -> Iterator[PairTests]:
        """Yield the tests of each row.

        *large* has for each part and item which columns, and which rests beside them, have enough
        answers.
        """
        n_items = len(self.figures)
        groups = [(number % n_items, answers) for number, answers in enumerate(self.source.items())]
        if not self.source.designed:
            yield from self._plain(groups)
        known = [(item, each, each.design) for item, each in groups if each.design is not None]
        for item, answers, design in known:
            designed = _DesignedItem.from_answers(
                answers, design, self.pairs, large[answers.by, item]
            )
            for row, figure in enumerate(self.figures[item]):
                if figure.kind != "sd":
                    yield PairTests(answers.by, item, row, *designed.run(figure), designed.problem)

    def _plain(self, groups: Sequence[tuple[int, ItemGroups]]) -> Iterator[PairTests]:
        """Yield the tests of simple random samples: of shares by the pooled z, of means Welch's."""
        rest = max(max(pair) for pair in self.pairs) >= len(self.source.groups)
        for kinds, test in (({"share"}, _share_tests), ({"mean", "net"}, _mean_tests)):
            rows = [
                (answers, item, row, figure)
                for item, answers in groups
                for row, figure in enumerate(self.figures[item])
                if figure.kind in kinds
            ]
            if not rows:
                continue
            counted = [(answers, self._by_score(figure, item)) for answers, item, _, figure in rows]
            differences, pvalues = test(counted, self.pairs, rest=rest)
            for number, (answers, item, row, _) in enumerate(rows):
                yield PairTests(
                    part=answers.by,
                    item=item,
                    row=row,
                    differences=differences[number],
                    pvalues=pvalues[number],
                )

    def _by_score(self, figure: Figure, item: int) -> tuple[int, ...]:
        """Return what an answer at each level counts, in ascending order of score."""
        tally = self.source.tally
        scores = tally.instrument.items[item].scores(tally.view)
        return figure.values if scores[0] < scores[-1] else figure.values[::-1]


@attrs.frozen(eq=False, kw_only=True)
class _DesignedItem:
    """The answers to one item in the columns of a span, inside their sampling design.

    Attributes
    ----------
    design : DesignedGroups
        The answers.
    pairs : dict of int to (int, int)
        The columns to compare that have enough answers, by the number of the pair.
    n_pairs : int
        All pairs of columns.
    beside_rest : bool
        Whether each column is compared with all others together.
    answered, large : list of int
        The columns that hold an answer, and of these the columns that hold enough.
    problem : str
        Why nothing can be tested; empty where something can.
    """

    design: DesignedGroups
    pairs: dict[int, tuple[int, int]]
    n_pairs: int
    beside_rest: bool
    answered: list[int]
    large: list[int]
    problem: str

    @classmethod
    def from_answers(
        cls,
        answers: ItemGroups,
        design: DesignedGroups,
        pairs: Sequence[tuple[int, int]],
        large: NDArray[np.bool_],
    ) -> _DesignedItem:
        """Find what can be compared."""
        answered = [c for c, counts in enumerate(answers.counts) if any(counts)]
        usable = {
            number: (first, second)
            for number, (first, second) in enumerate(pairs)
            if large[first] and large[second]
        }
        problem = design.problem
        if usable and not problem and design.units(answered).census:
            problem = EVERYBODY
        return cls(
            design=design,
            pairs=usable,
            n_pairs=len(pairs),
            beside_rest=max(map(max, pairs)) >= len(answers.counts),
            answered=answered,
            large=[c for c in answered if large[c]],
            problem=problem,
        )

    def run(self, figure: Figure) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the differences of one row, and their p-values: t of two domain means."""
        differences, pvalues = np.full((2, self.n_pairs), np.nan)
        if self.pairs and not self.problem:
            design = self.design.with_scores(np.array(figure.values, dtype=np.float64))
            tested = (
                [_beside_the_rest(design, figure, c, self.answered) for c, _ in self.pairs.values()]
                if self.beside_rest
                else self._every_two(design, figure)
            )
            for number, pair in zip(self.pairs, tested, strict=True):
                differences[number], pvalues[number] = pair
        return differences, pvalues

    def _every_two(self, design: DesignedGroups, figure: Figure) -> list[tuple[float, float]]:
        """Return the difference of each two columns, and its p-value."""
        pairs = list(self.pairs.values())
        variances = _variances(design, self.large)
        if variances is None:
            return [_two(design, figure, *pair) for pair in pairs]
        place = {column: k for k, column in enumerate(self.large)}
        first, second = np.array([[place[a], place[b]] for a, b in pairs]).T
        means, _ = design.means(self.large)
        df = [n_units - n_strata for n_units, n_strata in map(design.held, map(frozenset, pairs))]
        tested = designed_means_test(
            means[first], means[second], variances[first, second], np.array(df), "two-sided"
        )
        found = list(zip(tested.difference.tolist(), tested.pvalue.tolist(), strict=True))
        if figure.kind == "share":
            at_end = means * (1 - means) == 0
            for number in np.flatnonzero(at_end[first] | at_end[second]).tolist():
                found[number] = _two(design, figure, *pairs[number])
        return found


def _two(design: DesignedGroups, figure: Figure, first: int, second: int) -> tuple[float, float]:
    """Return the difference of two groups and its p-value, as `compare_groups` has them."""
    test = DesignedTest(
        test="proportion" if figure.kind == "share" else "t", design=design, box=(1,)
    )
    found = test.compare(first, second, {"n_first": 0, "n_second": 0}, "two-sided", 0.95)
    return found.mean_difference, found.pvalue


def _beside_the_rest(
    design: DesignedGroups, figure: Figure, column: int, groups: Sequence[int]
) -> tuple[float, float]:
    """Return the difference of a group from all others together, and its p-value."""
    rest = [group for group in groups if group != column]
    parts = {0: frozenset((column,)), 1: frozenset(rest)}
    owner = np.where(np.isin(design.owner, rest), 1, -1)
    owner[design.owner == column] = 0
    two = attrs.evolve(
        design,
        owner=owner,
        held=lambda asked: design.held(frozenset().union(*(parts[side] for side in asked))),
    )
    means, _ = two.means((0, 1))
    if figure.kind == "share" and not (means * (1 - means)).all():
        return _two(two, figure, 0, 1)
    variance, df = two.difference_variance(0, 1), two.units((0, 1)).df
    tested = designed_means_test(means[0], means[1], variance, df, "two-sided")
    return float(tested.difference), float(tested.pvalue)


def _variances(design: DesignedGroups, groups: Sequence[int]) -> NDArray[np.float64] | None:
    """Return the variance of the difference of every two groups, found in one pass.

    None where a stratum has one unit, whose rule depends on the two groups compared.
    """
    if design.units(groups).alone.any() or (spread := design.covariance(groups)) is None:
        return None
    covariance = np.zeros((len(groups), len(groups)))
    covariance[:-1, :-1] = spread[0]
    own = covariance.diagonal()
    return variance_of_difference(own[:, None], own[None, :], covariance)


def _columns_and_rests(answers: ItemGroups, *, rest: bool) -> list[list[int]]:
    """Return the answers of each column at each score, then those of the rest beside each."""
    columns = [list(counts) for counts in answers.counts]
    if not rest:
        return columns
    whole = [sum(at_score) for at_score in zip(*columns, strict=True)]
    return columns + [
        [total - n for total, n in zip(whole, counts, strict=True)] for counts in columns
    ]


def _share_tests(
    rows: Sequence[tuple[ItemGroups, tuple[int, ...]]],
    pairs: Sequence[tuple[int, int]],
    *,
    rest: bool,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the differences of shares and their p-values, shape (n_rows, n_pairs).

    Where an expected count is below five they are Fisher's, as in `compare_groups`.
    """
    counts = [_columns_and_rests(answers, rest=rest) for answers, _ in rows]
    n = np.array([[sum(column) for column in columns] for columns in counts])
    inside = np.array(
        [
            [sum(k for k, v in zip(column, values, strict=True) if v) for column in columns]
            for columns, (_, values) in zip(counts, rows, strict=True)
        ]
    )
    with np.errstate(invalid="ignore"):
        shares = inside / n
    first, second = np.array(pairs, dtype=np.intp).T
    sides = shares[:, first], shares[:, second], n[:, first], n[:, second]
    tested = pooled_shares_test(*sides, "two-sided")
    pvalues = tested.pvalue
    for row, pair in zip(*np.nonzero(least_expected(*sides) < FEW), strict=True):
        a, b = pairs[pair]
        at, sizes = inside[row], n[row]
        pvalues[row, pair] = fisher_pvalue(
            int(at[a]), int(at[b]), int(sizes[a]), int(sizes[b]), "two-sided"
        )
    return tested.difference, pvalues


def _mean_tests(
    rows: Sequence[tuple[ItemGroups, tuple[int, ...]]],
    pairs: Sequence[tuple[int, int]],
    *,
    rest: bool,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the differences of means and the p-values of Welch's t, shape (n_rows, n_pairs)."""
    known = np.array(
        [
            [
                (sum(column), count_mean(column, values), count_variance(column, values))
                for column in _columns_and_rests(answers, rest=rest)
            ]
            for answers, values in rows
        ]
    )
    first, second = (known[:, list(sides)] for sides in zip(*pairs, strict=True))
    variance, df = welch_variance(first[..., 2], second[..., 2], first[..., 0], second[..., 0])
    tested = designed_means_test(first[..., 1], second[..., 1], variance, df, "two-sided")
    return tested.difference, tested.pvalue
