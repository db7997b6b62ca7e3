"""What a table of frequencies holds."""

from __future__ import annotations

from typing import ClassVar

import attrs

from likertkit.estimate._percentages import PercentageRounding, PercentageRow, percentage_table
from likertkit.results import ItemRow, Table


@attrs.frozen(kw_only=True, eq=False, repr=False)
class FrequencyRow(ItemRow):
    """The share of one level of one item in one group.

    Attributes
    ----------
    code : int
        The level's declared code, whatever the view.
    label : str
        The level's label; its code as text where it has none.
    count : int
        Respondents at the level.
    weighted_count : float
        Their sum of weights; the count without weights.
    proportion : float
        The share of the base, between 0 and 1.
    low, high : float
        Its interval.
    n, n_missing : int
        Valid answers to the item, and respondents without one.
    """

    formats: ClassVar[dict[str, str]] = {
        "weighted_count": ".1f",
        "proportion": ".0%",
        "low": ".0%",
        "high": ".0%",
    }

    code: int
    label: str
    count: int
    weighted_count: float
    proportion: float
    low: float
    high: float
    n: int
    n_missing: int


@attrs.frozen(kw_only=True, eq=False, repr=False)
class FrequencyTable(Table[FrequencyRow]):
    """Frequencies, which can also be had as percentages to print.

    Attributes
    ----------
    missing : tuple of float
        For each group and item, the weight in the base of those without a valid answer.
    """

    missing: tuple[float, ...]

    def percentages(
        self, *, decimals: int = 0, rounding: PercentageRounding = "nearest"
    ) -> Table[PercentageRow]:
        """Return the shares as rounded percentages, which say what they add up to.

        Parameters
        ----------
        decimals : int, optional
            Digits behind the point.
        rounding : {'nearest', 'largest-remainder'}, optional
            Each to the nearest, halves upward, as papers print them; or by largest remainder,
            so that those of an item add up to 100.

        Returns
        -------
        Table of PercentageRow
            A row a group, item and level; where the base is all respondents, also one for
            those without a valid answer.

        Raises
        ------
        OptionError
            If the rounding is none of its words.

        Examples
        --------
        >>> import likertkit as lk
        >>> scale = lk.LikertScale((1, 2, 3))
        >>> trial = lk.Instrument("trial", [lk.Item("clear", scale)])
        >>> found = lk.frequencies(lk.Tally.from_counts({"clear": {1: 1, 2: 1, 3: 1}}, trial))
        >>> [row.percentage for row in found.percentages()]
        [33.0, 33.0, 33.0]
        >>> [row.percentage for row in found.percentages(rounding="largest-remainder")]
        [34.0, 33.0, 33.0]
        """
        return percentage_table(
            self.rows,
            self.missing,
            by=self.by,
            title=self.title,
            decimals=decimals,
            rounding=rounding,
        )
