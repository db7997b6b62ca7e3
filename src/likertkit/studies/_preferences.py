"""Counts of answers that have no order, with their proportions."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import attrs

from likertkit._checks import check_confidence_level, check_count
from likertkit._kernels.shares import wilson_interval
from likertkit._text import format_level
from likertkit.errors import CountsError, UnknownItemError
from likertkit.results import Table
from likertkit.results._record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import SupportsIndex


def _categories(value: Iterable[str]) -> tuple[str, ...]:
    return tuple(value)


def _counts(value: Iterable[SupportsIndex]) -> tuple[int, ...]:
    return tuple(check_count(count, "counts") for count in value)


def _percentages(value: Iterable[str | None]) -> tuple[str | None, ...]:
    return tuple(value)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class ProportionRow(Record):
    """One category: how many chose it, of how many.

    Attributes
    ----------
    category : str
        The category.
    count, n : int
        How many chose it, and how many there were in all.
    proportion : float
        Their proportion.
    low, high : float
        The bounds of its Wilson interval.
    published : str or None
        The percentage that was printed; None where the paper prints none.
    """

    # As papers print percentages.
    formats: ClassVar[dict[str, str]] = dict.fromkeys(("proportion", "low", "high"), ".1%")

    category: str
    count: int
    n: int
    proportion: float
    low: float
    high: float
    published: str | None


@attrs.frozen(kw_only=True)
class CategoryCounts:
    """How often each of some unordered categories was chosen.

    Parameters
    ----------
    categories : tuple of str
        The categories, as published.
    counts : tuple of int
        How many respondents fell into each.
    percentages : tuple of (str or None)
        The percentages that were printed for them.
    silent : str or None
        The category of those who named no other category.

    Raises
    ------
    CountsError
        If the three are not equally long, or nobody answered.
    UnknownItemError
        If ``silent`` is not one of the categories.
    ArgumentError, ArgumentTypeError
        If a count is not a number of people.

    Examples
    --------
    >>> from likertkit.studies import CategoryCounts
    >>> chosen = CategoryCounts(categories=("yes", "no"), counts=(9, 1), percentages=("90", "10"))
    >>> round(chosen.proportions()["yes"].low, 3)
    0.596
    """

    categories: tuple[str, ...] = attrs.field(converter=_categories)
    counts: tuple[int, ...] = attrs.field(converter=_counts)
    percentages: tuple[str | None, ...] = attrs.field(converter=_percentages)
    silent: str | None = None

    def __attrs_post_init__(self) -> None:
        """Check the lengths."""
        lengths = {len(self.categories), len(self.counts), len(self.percentages)}
        if len(lengths) > 1:
            raise CountsError(
                f"{len(self.categories)} categories have {len(self.counts)} counts and "
                f"{len(self.percentages)} percentages.",
                "give each category a count, and None where no percentage was printed.",
            )
        if self.silent is not None and self.silent not in self.categories:
            raise UnknownItemError(self.silent, self.categories, "category")
        if not self.n:
            raise CountsError(
                "the counts add up to 0; expected at least one respondent.",
                "a proportion needs at least one respondent.",
            )

    @property
    def n(self) -> int:
        """How many respondents there are in all."""
        return sum(self.counts)

    def count(self, category: str) -> int:
        """Return how many fell into a category.

        Parameters
        ----------
        category : str
            The category.

        Returns
        -------
        int
            Respondents.

        Raises
        ------
        UnknownItemError
            If there is no such category.
        """
        if category not in self.categories:
            raise UnknownItemError(category, self.categories, "category")
        return self.counts[self.categories.index(category)]

    def proportions(self, *, confidence_level: float = 0.95) -> Table[ProportionRow]:
        """Return the proportion of each category with its interval.

        Parameters
        ----------
        confidence_level : float, optional
            The level of each interval.

        Returns
        -------
        Table of ProportionRow
            A row a category.

        Raises
        ------
        ArgumentError, ArgumentTypeError
            If the level is not a number between 0 and 1.

        References
        ----------
        .. [1] Wilson (1927), Journal of the American Statistical Association 22, 209-212.
        """
        level = check_confidence_level(confidence_level)
        rows = []
        for category, count, published in zip(
            self.categories, self.counts, self.percentages, strict=True
        ):
            low, high = wilson_interval(count, self.n, level)
            rows.append(
                ProportionRow(
                    category=category,
                    count=count,
                    n=self.n,
                    proportion=count / self.n,
                    low=low,
                    high=high,
                    published=published,
                )
            )
        return Table(
            title=f"Proportions of {self.n} respondents",
            names=tuple(field.name for field in attrs.fields(ProportionRow)),
            rows=tuple(rows),
            options=(("interval", "wilson"), ("confidence_level", level)),
            notes=(
                f"Wilson intervals at {format_level(level)}, each for its category alone.",
                "They treat the respondents as drawn at random from a large population.",
            ),
            key="category",
        )


@attrs.frozen(kw_only=True)
class Preferences:
    """Which format each group of respondents would like in future.

    Attributes
    ----------
    participants, facilitators : CategoryCounts
        How often each preference was named.

    Examples
    --------
    >>> from likertkit import studies
    >>> studies.balint().preferences.facilitators.count("Prefer F2F")
    4
    """

    participants: CategoryCounts
    facilitators: CategoryCounts
