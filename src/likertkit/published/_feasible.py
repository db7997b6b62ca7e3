"""feasible_n: which numbers of respondents can explain the published means."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import islice
from math import gcd, lcm
from typing import TYPE_CHECKING, ClassVar, SupportsIndex

import attrs

from likertkit._checks import check_choice, check_count, holds_values
from likertkit._text import format_figure, join_words
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.published._inputs import ROUNDINGS, Rounding, read_means, span
from likertkit.results import Table
from likertkit.results._record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from likertkit.published._inputs import Figure, Means, Span


def n_endings(n: int, decimals: int, rounding: Rounding) -> int:
    """Return how many endings with these decimals a total divided by *n* can have."""
    grid = int(10**decimals)
    if n >= grid:
        return grid
    # Below the grid all totals have different endings, and a tie that may go either way has two.
    # The remainders of total x grid over n are the multiples of d, each of them d times.
    d = gcd(grid, n)
    ties = d if rounding == "half" and n % (2 * d) == 0 else 0
    return n + ties


def endings(n: int, decimals: int, rounding: Rounding) -> set[int]:
    """Return the endings, as whole numbers, that a total divided by *n* can have."""
    grid = int(10**decimals)
    if n >= grid:
        return set(range(grid))
    reached: set[int] = set()
    for total in range(n):
        ending, rest = divmod(total * grid, n)
        if rounding == "truncated" or 2 * rest < n:
            reached.add(ending)
        elif 2 * rest > n or rounding == "half-up":
            reached.add((ending + 1) % grid)
        elif rounding == "half-even":
            reached.add((ending + ending % 2) % grid)
        else:
            reached |= {ending, (ending + 1) % grid}
    return reached


def chance_of_fits(chances: Sequence[Fraction], at_least: int) -> Fraction:
    """Return the probability that at least *at_least* of some independent events happen."""
    # Whole numbers over the product of the denominators keep the sum exact and fast.
    weights = [1]
    whole = 1
    for chance in chances:
        hit, of = chance.numerator, chance.denominator
        grown = [weight * (of - hit) for weight in weights] + [0]
        for k, weight in enumerate(weights):
            grown[k + 1] += weight * hit
        weights = grown
        whole *= of
    return Fraction(sum(weights[at_least:]), whole)


def chance_within(first_fits: Sequence[Sequence[Fraction]], most: int) -> Fraction:
    """Return the probability that independent counts add up to at most *most*.

    Parameters
    ----------
    first_fits : sequence of sequence of Fraction
        For each item the probabilities of the counts 0, 1, ..., *most*; the rest to 1 is the
        probability of more.
    most : int
        The largest sum.
    """
    # Whole numbers over the product of the denominators keep the sum exact and fast.
    sums, whole = [1] + [0] * most, 1
    for counts in first_fits:
        of = lcm(*(count.denominator for count in counts))
        ways = [count.numerator * (of // count.denominator) for count in counts[: most + 1]]
        used = [(k, way) for k, way in enumerate(ways) if way]
        sums = [
            sum(sums[total - k] * way for k, way in used if k <= total) for total in range(most + 1)
        ]
        whole *= of
    return Fraction(sum(sums), whole)


_MOST_NAMES = 4
_MOST_CANDIDATES = 100_000


@attrs.frozen(kw_only=True, eq=False, repr=False)
class FeasibleRow(Record):
    """How well one number of respondents explains the means.

    Attributes
    ----------
    n : int
        The number of respondents.
    n_consistent : int
        How many of the means are possible with it.
    inconsistent : tuple of str
        The items whose means are impossible; the means themselves if they have no names.
    chance : float
        The probability that at least as many means in a random table are possible.
    n_means : int
        How many means there are.
    chance_any : float
        An upper bound on the probability that any candidate fits a random table with a chance
        this small: ``chance`` times the number of candidates, at most 1.
    informative : bool
        Whether any mean could be impossible with this n.
    """

    formats: ClassVar[dict[str, str]] = {"chance": ".2g", "chance_any": ".2g"}

    n: int
    n_consistent: int
    inconsistent: tuple[str, ...]
    chance: float
    n_means: int
    chance_any: float
    informative: bool

    def cells(self) -> dict[str, str]:
        """Return the figures as text; of many items that do not fit, only the first."""
        names = self.inconsistent
        if len(names) > _MOST_NAMES:
            names = (*names[: _MOST_NAMES - 1], f"… {len(names) - _MOST_NAMES + 1} more")
        return {**super().cells(), "inconsistent": format_figure(names)}


@attrs.frozen(kw_only=True, eq=False, repr=False)
class FeasibleTable(Table[FeasibleRow]):
    """The candidates for n, one row each: ``table[41]`` is the row of 41.

    Examples
    --------
    >>> from likertkit.published import feasible_n
    >>> feasible_n(["1.25", "1.50", "2.75"], range(1, 10)).fits_all
    (4, 8)
    """

    @property
    def fits_all(self) -> tuple[int, ...]:
        """The candidates with which every mean is possible."""
        return tuple(row.n for row in self.rows if not row.inconsistent)


def _read_candidates(candidates: object) -> tuple[int, ...]:
    if isinstance(candidates, str) or not holds_values(candidates):
        raise ArgumentTypeError(
            f"candidates is {candidates!r}; expected several whole numbers.",
            "write candidates=range(1, 58), or candidates=[41] for a single number.",
        )
    numbers = tuple(
        check_count(number, "candidates", least=1)
        for number in islice(candidates, _MOST_CANDIDATES + 1)
    )
    if len(numbers) > _MOST_CANDIDATES:
        raise ArgumentError(
            f"candidates has more than {_MOST_CANDIDATES:,} numbers, and every number is tried.",
            "leave out numbers of 100 or more for means with two decimals (1,000 or more for "
            "three): every mean is possible there.",
        )
    if not numbers:
        raise ArgumentError("candidates is empty.", "give at least one number of respondents.")
    if len(set(numbers)) != len(numbers):
        twice = Counter(numbers).most_common(1)[0][0]
        raise ArgumentError(
            f"candidates contains {twice} more than once.",
            "list each number once: the chance of a fit is multiplied by the number of candidates.",
        )
    return numbers


def _row(
    figures: tuple[tuple[str, Figure, Span], ...],
    n: int,
    items: int,
    rounding: Rounding,
    n_candidates: int,
) -> FeasibleRow:
    total = n * items
    inconsistent = tuple(
        name for name, figure, within in figures if total < figure.grid and not within.totals(total)
    )
    n_consistent = len(figures) - len(inconsistent)
    chances = [
        Fraction(n_endings(total, figure.decimals, rounding), figure.grid)
        for _, figure, _ in figures
        if total < figure.grid
    ]
    # The other means are possible with any digits.
    chance = chance_of_fits(chances, n_consistent - (len(figures) - len(chances)))
    return FeasibleRow(
        n=n,
        n_consistent=n_consistent,
        inconsistent=inconsistent,
        chance=float(chance),
        n_means=len(figures),
        chance_any=float(min(Fraction(1), chance * n_candidates)),
        informative=any(probability < 1 for probability in chances),
    )


def _runs(numbers: list[int]) -> str:
    """Return whole numbers as words, consecutive numbers as "a to b"."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return join_words([str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs])


def _notes(rows: tuple[FeasibleRow, ...], items: int, rounding: Rounding) -> tuple[str, ...]:
    of = "each item" if items == 1 else f"each of the {items} items that a mean averages"
    notes = [
        (
            f"Assumes that {of} in the table has the same n whole-number answers without weights, "
            f"and that the means were {ROUNDINGS[rounding]}."
        ),
        (
            "chance: the probability that a random table (digits after the point uniformly random) "
            "has at least as many possible means at this n."
        ),
    ]
    if len(rows) > 1:
        least = min(row.chance for row in rows)
        best = [row for row in rows if row.chance == least]
        notes.append(
            f"If n was found by trying all {len(rows)} candidates, multiply its chance by "
            f"{len(rows)} (chance_any, an upper bound): the smallest chance, {least:.2g} at n = "
            f"{join_words([str(row.n) for row in best])}, becomes {best[0].chance_any:.2g}."
        )
    never = set.intersection(*(set(row.inconsistent) for row in rows))
    if never and len(rows) > 1:
        names = [name for name in rows[0].inconsistent if name in never]
        do = "fits" if len(names) == 1 else "fit"
        notes.append(
            f"{join_words(names)} {do} no candidate. This can be explained by a misprint, weights "
            "or another rounding, but not by skipped answers."
        )
    uninformative = [row.n for row in rows if not row.informative]
    if uninformative:
        notes.append(
            f"At n = {_runs(uninformative)} every mean with these decimals is possible, so a fit "
            "is not informative."
        )
    return tuple(notes)


def feasible_n(
    means: Means,
    candidates: Iterable[SupportsIndex],
    *,
    items: SupportsIndex = 1,
    rounding: Rounding = "half",
) -> FeasibleTable:
    """Find the numbers of respondents that can explain a column of published means.

    Every mean is tested with :func:`grim` at every candidate. Some n fit by chance, so each row
    has the probability that a random table fits as well.

    Parameters
    ----------
    means : mapping of str to (str or Decimal), or sequence of (str or Decimal)
        The means as printed, by item or without names.
    candidates : iterable of int
        The numbers of respondents to try.
    items : int, optional
        How many items each mean averages; 1 for means of single items.
    rounding : {'half', 'half-up', 'half-even', 'truncated'}, optional
        How the means were rounded: to nearest with a tie either way, away from zero or to the
        even digit; or cut off.

    Returns
    -------
    FeasibleTable
        A row for each candidate, in the given order; ``fits_all`` lists the candidates that
        explain every mean.

    Raises
    ------
    ArgumentTypeError, ArgumentError
        If there are no means or no candidates, or they have the wrong type.
    PublishedFigureError
        If a mean is not a plain decimal.
    OptionError
        If *rounding* is not one of its allowed values.

    Notes
    -----
    The chance is exact.  The probability that a random mean with d decimals is possible at n is
    the number of endings that totals divided by n can have, divided by 10 to the power of d.  The
    number of possible means in a random table has a Poisson binomial distribution.

    References
    ----------
    .. [1] Brown & Heathers (2017), Social Psychological and Personality Science 8(4), 363-369.

    Examples
    --------
    >>> from likertkit.published import feasible_n
    >>> table = feasible_n({"q1": "1.49", "q2": "1.55", "q3": "1.63"}, range(38, 44))
    >>> table.fits_all
    ()
    >>> table[41].inconsistent
    ('q2',)
    """
    check_choice(rounding, "rounding", Rounding)
    figures = read_means(means)
    numbers = _read_candidates(candidates)
    n_items = check_count(items, "items", least=1)
    spans = tuple((name, figure, span(figure, rounding)) for name, figure in figures)
    rows = tuple(_row(spans, n, n_items, rounding, len(numbers)) for n in numbers)
    return FeasibleTable(
        title=f"How many of {len(figures)} published means each n explains",
        names=tuple(field.name for field in attrs.fields(FeasibleRow)),
        shown=("n", "n_consistent", "inconsistent", "chance", "chance_any"),
        rows=rows,
        options=(("rounding", rounding), ("items", n_items)),
        notes=_notes(rows, n_items, rounding),
        key="n",
    )
