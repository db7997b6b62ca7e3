"""frequencies: the proportion of each level of each item, with its interval."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar, Literal

import attrs

from likertkit._checks import check_choice, check_confidence_level
from likertkit._kernels.shares import sison_glaz_intervals
from likertkit._text import PERCENTAGE, format_level, percentage_decimals
from likertkit.errors import ArgumentError
from likertkit.estimate._notes import codes_notes, estimate_notes, missing_note
from likertkit.estimate._percentages import (
    ItemParts,
    PercentageRounding,
    RoundedProportionRow,
    percentage_table,
    sums_note,
)
from likertkit.estimate._proportions import INTERVAL_NAMES, ProportionInterval, Proportions
from likertkit.estimate.design._cells import ItemCells, item_cells
from likertkit.estimate.design._options import (
    BASE_NOTES,
    ONE_VALUE,
    Base,
    Standardize,
    StratifiedVariance,
    base_cells,
)
from likertkit.estimate.design._sample import SurveySample
from likertkit.instrument._item import in_score_units, level_label
from likertkit.results import Table
from likertkit.results._record import ItemRow, column_names
from likertkit.results._units import times_unit
from likertkit.tally._axes import subject_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from likertkit.responses import Responses
    from likertkit.tally import Tally


@attrs.frozen(kw_only=True, eq=False, repr=False)
class FrequencyRow(ItemRow):
    """The proportion of one level of one item in one group.

    Attributes
    ----------
    code : int or float
        The level's declared code, whatever the view; of a scale score the score.
    label : str
        The level's label; its code as text where it has none.
    count : int
        Respondents at the level.
    weighted_count : float
        Their sum of weights; the count without weights, and the people of the population in a
        table that is standardised to it.
    proportion : float
        The proportion of the base, between 0 and 1.
    se : float
        Its standard error, design-based where there is a design.
    low, high : float
        Its interval.
    base : int
        Respondents that the proportion is of; the table's options say which these are.
    n, n_missing : int
        Valid answers to the item, and respondents without one.
    note : str
        Why a figure is undefined, or what must be known of it.
    """

    on_scale: ClassVar[tuple[str, ...]] = ("code",)

    formats: ClassVar[dict[str, str]] = {
        "weighted_count": ".1f",
        "proportion": PERCENTAGE,
        "se": ".3f",
        "low": PERCENTAGE,
        "high": PERCENTAGE,
    }

    code: float
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
    """Frequencies, with percentages to print.

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
        shown = {(row.by, row.item) for row in self.rows}
        return [part for part in self.parts if (part.by, part.item) in shown]

    def percentages(
        self, *, decimals: int = 0, rounding: PercentageRounding = "nearest"
    ) -> Table[RoundedProportionRow]:
        """Return the proportions as rounded percentages, which say what they add up to.

        Parameters
        ----------
        decimals : int, optional
            Digits behind the point.
        rounding : {'nearest', 'largest-remainder'}, optional
            Each to the nearest, halves upward, as papers print them; or by largest remainder,
            so that those of an item add up to 100.

        Returns
        -------
        Table of RoundedProportionRow
            A row a group, item and level, for every level of the items that the table has rows
            of; where the base holds them, also one for each reason for a missing answer.

        Raises
        ------
        OptionError
            If the rounding is not one of its allowed values.

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
        """Return the notes, who gave no valid answer, and the sums of the printed percentages."""
        kept = self._kept()
        missing = missing_note((part.place, part.missing) for part in kept)
        bases = {(row.by, row.item): row.base for row in self.rows}
        asked = self.decimals.percentages
        added = sums_note(
            kept,
            [
                percentage_decimals(bases[part.by, part.item]) if asked is None else asked
                for part in kept
            ],
            "nearest",
        )
        return (*super()._footer(), *(note for note in (missing, added) if note))


FrequencyInterval = Literal[
    "wilson", "clopper-pearson", "jeffreys", "logit", "goodman", "sison-glaz"
]

_COLUMNS = column_names(FrequencyRow)
_NO_ROOM = "Sison and Glaz's intervals would be points: these are Goodman's"
# What is left of bounds that are equal but for rounding.
_ROUNDING = 1e-12
_SHOWN = ("item", "code", "label", "count", "proportion", "low", "high", "base")
# What answers that do not count the same are a proportion of.
_SHOWN_WEIGHTED = (*_SHOWN[:4], "weighted_count", *_SHOWN[4:])


def frequencies(
    data: Responses | Tally,
    *,
    by: str | Iterable[str] | None = None,
    interval: FrequencyInterval = "wilson",
    base: Base = "valid",
    standardize: Standardize = "population",
    variance: StratifiedVariance = "conditional",
    confidence_level: float = 0.95,
) -> FrequencyTable:
    """Count the answers at each level of each item, unused levels too.

    Parameters
    ----------
    data : Responses or Tally
        The answers.
    by : str or sequence of str, optional
        Columns (of a tally: axes) to split by.  A declared condition splits every result and
        stands behind them; only ``()`` pools everything, and takes a respondent's answers under
        several conditions as one sampled unit where ``respondent=`` was declared.
    interval : {'wilson', 'clopper-pearson', 'jeffreys', 'logit', 'goodman', 'sison-glaz'}, optional
        The interval of each proportion; the last two are simultaneous for all levels of an item.
        In a design it uses the effective sample size of Korn and Graubard, and at 0 and 1 Kish's
        number of respondents or clusters.  Sison and Glaz use the counts alone.  At 0 and 1 the
        logit is infinite, and the interval is that of Clopper and Pearson.
    base : {'valid', 'answered', 'all'}, optional
        What a proportion is of: the valid answers; all who gave an answer, "Don't know" and other
        nonsubstantive answers included, but no blanks; or all respondents.
    standardize, variance : optional
        As for :func:`means`: what each stratum counts by.
    confidence_level : float, optional
        Level of the intervals.

    Returns
    -------
    FrequencyTable
        A table of FrequencyRow, a row a group, item and level, in ascending order of code; its
        ``percentages()`` are rounded to print, by largest remainder on request.

    Raises
    ------
    OptionError
        If an option is not one of its allowed values.
    ArgumentError
        If the data do not allow the interval.
    StratumError, PopulationError
        As for :func:`means`.
    AxisError, MissingColumnError
        If *by* names what the data do not have.

    References
    ----------
    .. [1] Wilson (1927), Probable inference, the law of succession, and statistical inference,
       Journal of the American Statistical Association 22, 209-212.
    .. [2] Korn and Graubard (1998), Confidence intervals for proportions with small expected
       number of positive counts estimated from survey data, Survey Methodology 24, 193-201.
    .. [3] Brown, Cai and DasGupta (2001), Interval estimation for a binomial proportion,
       Statistical Science 16, 101-133.
    .. [4] Goodman (1965), On simultaneous confidence intervals for multinomial proportions,
       Technometrics 7, 247-254.
    .. [5] Sison and Glaz (1995), Simultaneous confidence intervals and sample size determination
       for multinomial proportions, Journal of the American Statistical Association 90, 366-369.

    Examples
    --------
    >>> import likertkit as lk
    >>> scale = lk.LikertScale.preset("agreement", 5)
    >>> trial = lk.Instrument("trial", [lk.Item("clear", scale)])
    >>> tally = lk.Tally.from_counts({"clear": {3: 2, 4: 5, 5: 3}}, trial)
    >>> [row.proportion for row in lk.frequencies(tally)]
    [0.0, 0.0, 0.2, 0.5, 0.3]
    """
    check_choice(base, "base", Base)
    confidence_level = check_confidence_level(confidence_level)
    sample = SurveySample.from_data(data, by, standardize, variance)
    _check_interval(interval, sample)
    tally, names = sample.tally, sample.names
    rows: list[FrequencyRow] = []
    parts: list[ItemParts] = []
    for cells in item_cells(sample, base):
        new = list(_rows(cells, base, interval, confidence_level))
        rows += new
        parts.append(_parts(cells, new))
    return in_score_units(
        FrequencyTable(
            title=f"Frequencies of {tally.instrument.name}",
            names=(*names, *_COLUMNS),
            rows=tuple(rows),
            parts=tuple(parts),
            by=names,
            shown=_SHOWN_WEIGHTED if tally.weighted or sample.standardized else _SHOWN,
            options=(
                ("by", names),
                ("interval", interval),
                ("base", base),
                *sample.used_options(),
                ("confidence_level", confidence_level),
                ("view", tally.view),
            ),
            subject=subject_of(tally.instrument, tally.axes, names),
            notes=(
                BASE_NOTES[base],
                _interval_note(interval, confidence_level),
                *codes_notes(tally),
                *estimate_notes(sample),
            ),
        ),
        tally.instrument.items,
    )


def _rows(
    cells: ItemCells, base: Base, interval: FrequencyInterval, confidence_level: float
) -> Iterator[FrequencyRow]:
    proportions = Proportions(cells=cells, base=base)
    codes = cells.item.scale.codes
    single: ProportionInterval = "wilson"
    together: list[tuple[float, float]] = []
    note = ""
    # Goodman's intervals are Wilson's at the level that Bonferroni gives each.
    level = 1 - (1 - confidence_level) / len(codes)
    if interval == "sison-glaz":
        every = (*cells.counts, *cells.others)
        in_base = [every[cell] for cell in base_cells(base, cells.item.scale)]
        together = sison_glaz_intervals(in_base, confidence_level)
        if max(in_base) == sum(in_base) > 0:
            # One level holds all answers: theirs would be points at every confidence level.
            together, note = [], _NO_ROOM
        elif any(high - low < _ROUNDING for low, high in together):
            together, note = [(math.nan, math.nan)] * len(codes), ONE_VALUE
    elif interval != "goodman":
        single, level = interval, confidence_level
    for k, (code, count) in enumerate(zip(codes, cells.counts, strict=True)):
        estimate = proportions.at_levels((k,), single, level)
        low, high = together[k] if together else (estimate.low, estimate.high)
        yield FrequencyRow(
            by=cells.by,
            item=cells.item.name,
            code=code,
            label=level_label(cells.item, code),
            count=count,
            weighted_count=cells.weights[k],
            proportion=estimate.proportion,
            se=estimate.se,
            low=low,
            high=high,
            base=proportions.n,
            n=cells.n,
            n_missing=cells.n_missing,
            note="; ".join(why for why in (estimate.note, note) if why),
        )


def _parts(cells: ItemCells, rows: Sequence[FrequencyRow]) -> ItemParts:
    """Return the levels and the reasons in the base as parts of the whole."""
    unit = cells.item.unit
    return ItemParts(
        by=cells.by,
        item=cells.item.name,
        parts=(
            *(
                (
                    row.code if unit == 1 else times_unit(row.code, unit),
                    row.label,
                    row.weighted_count,
                )
                for row in rows
            ),
            *((None, reason, weight) for reason, _, weight in cells.missing if weight > 0),
        ),
        missing=tuple((reason, n) for reason, n, _ in cells.missing),
    )


def _check_interval(interval: object, sample: SurveySample) -> None:
    """Raise unless the sample allows the interval."""
    check_choice(interval, "interval", FrequencyInterval)
    if interval == "sison-glaz" and not sample.plain:
        raise ArgumentError(
            "interval='sison-glaz' needs a simple random sample, but the data have weights, "
            "clusters or strata with known sizes.",
            "interval='goodman' is simultaneous too, and takes the design into account.",
        )


def _interval_note(interval: FrequencyInterval, confidence_level: float) -> str:
    names = {**INTERVAL_NAMES, "goodman": "Goodman", "sison-glaz": "Sison-Glaz"}
    whole = "all levels of an item together"
    scope = whole if interval in {"goodman", "sison-glaz"} else "each by itself"
    return f"Intervals: {names[interval]}, {format_level(confidence_level)}, {scope}."
