"""What a table of frequencies holds."""

from __future__ import annotations

from typing import ClassVar

import attrs

from likertkit.estimate._notes import missing_note
from likertkit.estimate._percentages import (
    ItemParts,
    PercentageRounding,
    RoundedShareRow,
    percentage_table,
    sums_note,
)
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
    se : float
        Its standard error, design-based where there is a design.
    low, high : float
        Its interval.
    base : int
        Respondents that the share is of; the table's options say which these are.
    n, n_missing : int
        Valid answers to the item, and respondents without one.
    note : str
        Why a figure is undefined, or what must be known of it.
    """

    formats: ClassVar[dict[str, str]] = {
        "weighted_count": ".1f",
        "proportion": ".0%",
        "se": ".3f",
        "low": ".0%",
        "high": ".0%",
    }

    code: int
    label: str
    count: int
    weighted_count: float
    proportion: float
    se: float
    low: float
    high: float
    base: int
    n: int
    n_missing: int
    note: str


@attrs.frozen(kw_only=True, eq=False, repr=False)
class FrequencyTable(Table[FrequencyRow]):
    """Frequencies, which can also be had as percentages to print.

    Attributes
    ----------
    parts : tuple of ItemParts
        What the percentages of each item are made of, whichever rows the table is narrowed to.

    Examples
    --------
    >>> import likertkit as lk
    >>> scale = lk.LikertScale((1, 2, 3))
    >>> trial = lk.Instrument("trial", [lk.Item("clear", scale)])
    >>> found = lk.frequencies(lk.Tally.from_counts({"clear": {1: 1, 2: 1, 3: 1}}, trial))
    >>> found.filter(code=1).rows[0].proportion
    0.3333333333333333
    """

    parts: tuple[ItemParts, ...]

    def _kept(self) -> list[ItemParts]:
        """Return the parts of the items that the table has rows of."""
        held = {(row.by, row.item) for row in self.rows}
        return [one for one in self.parts if (one.by, one.item) in held]

    def percentages(
        self, *, decimals: int = 0, rounding: PercentageRounding = "nearest"
    ) -> Table[RoundedShareRow]:
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
        Table of RoundedShareRow
            A row a group, item and level, for every level of the items that the table has rows
            of; where the base holds them, also one for each reason for a missing answer.

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
            self._kept(), by=self.by, title=self.title, decimals=decimals, rounding=rounding
        )

    def _footer(self) -> tuple[str, ...]:
        """Return the notes, who gave no valid answer, and what the printed shares add up to."""
        kept = self._kept()
        said = missing_note((one.place, one.missing) for one in kept)
        added = sums_note(kept, 0, "nearest")
        return (*super()._footer(), *(note for note in (said, added) if note))
