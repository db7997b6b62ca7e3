"""banner: items by columns of respondents, with letters for the columns that differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from likertkit._checks import (
    as_list,
    check_choice,
    check_confidence_level,
    check_count,
    default,
    settled,
)
from likertkit._text import counted, join_words
from likertkit.compare._options import Correction, check_correction
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.estimate._notes import codes_notes, estimate_notes, view_notes
from likertkit.estimate.design._sample import SurveySample
from likertkit.instrument._item import check_directions
from likertkit.instrument._views import box_notes, check_boxes
from likertkit.tables._cell_row import CELL_COLUMNS
from likertkit.tables.banner._cells import span_cells
from likertkit.tables.banner._figures import BannerRows, figures_of
from likertkit.tables.banner._letters import LetterRule, column_letter
from likertkit.tables.banner._spans import Spans
from likertkit.tables.banner._table import BannerTable
from likertkit.tables.banner._tests import BannerCompare, test_notes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from likertkit.responses import Responses
    from likertkit.tables._cell_row import CellRow
    from likertkit.tables.banner._cells import Row
    from likertkit.tally import Tally


def banner(
    data: Responses | Tally,
    columns: str | Iterable[str | tuple[str, ...]],
    *,
    rows: BannerRows = "boxes",
    boxes: tuple[int, int] = default((2, 2)),
    confidence_levels: tuple[float, ...] = (0.95,),
    compare: BannerCompare = "columns",
    correction: Correction = "none",
    minimum_base: int = 30,
) -> BannerTable:
    """Show items beside columns of respondents, with letters for the columns that differ.

    A banner has all respondents in the first column, then a span of columns for each name in
    *columns*.  A letter beside a figure says that it is significantly higher than the figure of the
    column with this letter.  Shares and means are those of :func:`box_scores`, :func:`frequencies`
    and :func:`means`, and the tests are those of :func:`compare_groups`.

    Parameters
    ----------
    data : Responses or Tally
        The answers.
    columns : str or sequence of str and tuples of str
        Columns of the data (of a tally: axes), each a span whose columns are its values.  A tuple
        of names is a nested span, with a column for each combination that occurs.  A declared
        condition splits the rows of the table; where it is named here, its values are columns, and
        all other columns pool the conditions.
    rows : {'boxes', 'levels', 'means'}, optional
        What is shown of each item: top box, bottom box and net; the share of each level; or the
        mean with the standard deviation.
    boxes : (int, int), optional
        How many levels, from the scale's positive end, make the top box, and from the other end
        the bottom box; (2, 2) by default.  Only for rows='boxes'.
    confidence_levels : tuple of float, optional
        One level, or two with the higher first: capital letters at the first, small letters where
        a difference is significant at the second only.
    compare : {'columns', 'rest', 'previous'}, optional
        Compare every two columns of a span; each column with all other columns of its span
        together, marked by + and -; or each column with the one before it, such as waves.
    correction : {'none', 'holm', 'bonferroni', 'benjamini-hochberg'}, optional
        How p-values are adjusted, the family being the tests of one row of an item within one span
        (and condition).
    minimum_base : int, optional
        Columns with fewer valid answers to the item, counted without weights, are not tested.

    Returns
    -------
    BannerTable
        A table of CellRow; :meth:`Table.to_frame` has a row a cell.
        ``table[item, row, span, column]`` is a cell.

    Raises
    ------
    ArgumentError
        If *columns* is empty or repeats a span, a column of the data has no value, *boxes* overlap
        on some item or are given without rows='boxes', *confidence_levels* are not one or two
        descending levels, or conditions are columns and the population has declared sizes.
    ArgumentTypeError
        If an argument is of another type.
    AxisError, MissingColumnError
        If *columns* names what the data do not have.
    DirectionError
        If boxes are asked for, and some scale does not say which end is the positive one.
    OptionError
        If an option is not one of its allowed values.
    StratumError
        If a stratum of weighted or clustered data has one unit, and ``sampled(lone_stratum=...)``
        names no rule for it.

    Notes
    -----
    Without weights, clusters and a population shares are compared by the pooled z test, and by
    Fisher's exact test where an expected count is below 5; means and nets by Welch's t test.  With
    them the test is the t of the difference of two domain means of the design.  Where the columns
    are conditions that the same respondents answered under, it is that t too, with each respondent
    as one sampled unit: of two conditions that everybody answered under it is the paired t.

    The effective base is Kish's number of answers of equal weight.  It is shown, and no test uses
    it: the tests know the weights themselves.

    References
    ----------
    .. [1] Kish (1965), Survey Sampling, Wiley.
    .. [2] Holm (1979), A simple sequentially rejective multiple test procedure, Scandinavian
       Journal of Statistics 6, 65-70.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> scale = lk.LikertScale(positive="high")
    >>> shop = lk.Instrument("shop", [lk.Item("clean", scale)])
    >>> frame = pd.DataFrame({"clean": [5, 4, 3, 2] * 10 + [5, 4, 4, 3] * 10})
    >>> frame["city"] = ["Bern"] * 40 + ["Rome"] * 40
    >>> table = lk.banner(lk.Responses(frame, shop), "city", confidence_levels=(0.95, 0.9))
    >>> table["clean", "Top box", "city", "Rome"].letters
    'A'
    >>> [(cell.column, cell.value) for cell in table.filter(row="Top box")]
    [('Total', 0.625), ('Bern', 0.5), ('Rome', 0.75)]
    """
    check_choice(rows, "rows", BannerRows)
    check_choice(compare, "compare", BannerCompare)
    check_correction(correction)
    boxes = settled(boxes, "boxes", "" if rows == "boxes" else f"with rows={rows!r}")
    rule = LetterRule(
        compare=compare,
        confidence_levels=_levels(confidence_levels),
        correction=correction,
        minimum_base=check_count(minimum_base, "minimum_base"),
    )
    spans = Spans.from_data(data, columns)
    tally = spans.total.tally
    if rows == "boxes":
        boxes = check_boxes(boxes, tally.instrument)
        check_directions(tally.instrument, "Boxes need")
    figures = [figures_of(item, tally.view, rows, boxes) for item in tally.instrument]
    cells: dict[Row, list[CellRow]] = {}
    for span in (spans.total, *spans.others):
        for place, found in span_cells(span, spans.by, figures, rule):
            cells.setdefault(place, []).extend(found)
    return BannerTable(
        title=f"Banner of {tally.instrument.name}",
        names=(*spans.by, *CELL_COLUMNS),
        rows=tuple(cell for row in cells.values() for cell in row),
        by=spans.by,
        options=(
            ("columns", tuple(span.title for span in spans.others)),
            ("rows", rows),
            *([("boxes", boxes)] if rows == "boxes" else []),
            ("confidence_levels", rule.confidence_levels),
            ("compare", compare),
            ("correction", correction),
            ("minimum_base", minimum_base),
            ("view", tally.view),
        ),
        notes=_notes(spans, rule, rows, boxes),
        column_letters=tuple(
            (span.title, column, column_letter(number))
            for span in spans.others
            if len(span.columns) > 1 and compare != "rest"
            for number, column in enumerate(span.columns)
        ),
        _weighted=tally.weighted,
    )


def _levels(confidence_levels: object) -> tuple[float, ...]:
    """Return one confidence level or two, the higher first."""
    hint = "write confidence_levels=(0.95,), or (0.95, 0.9) for small letters at 90 %."
    values = as_list(confidence_levels, "confidence_levels", hint)
    if isinstance(confidence_levels, str):
        raise ArgumentTypeError(f"confidence_levels={confidence_levels!r} is text.", hint)
    levels = tuple(check_confidence_level(value) for value in values)
    if len(levels) not in {1, 2} or sorted(set(levels), reverse=True) != list(levels):
        raise ArgumentError(
            f"confidence_levels={tuple(values)!r}; expected one level, or two, the higher first.",
            hint,
        )
    return levels


def _notes(
    spans: Spans, rule: LetterRule, rows: BannerRows, boxes: tuple[int, int]
) -> tuple[str, ...]:
    """Return how to read the table."""
    tally = spans.whole
    figures = {
        "boxes": (
            *box_notes(tally.instrument, tally.view, boxes),
            "Shares are of the valid answers to the item; the net is top box minus bottom box.",
        ),
        "levels": ("Shares are of the valid answers to the item.", *codes_notes(tally)),
        "means": view_notes(tally),
    }
    bases = "Base: valid answers to the item."
    if tally.weighted:
        bases = (
            "Base: valid answers to the item, without weights; weighted base: their sum of "
            "weights; effective base: Kish's number of answers of equal weight."
        )
    compared = [span for span in spans.others if len(span.columns) > 1]
    alone = [repr(span.title) for span in spans.others if len(span.columns) == 1]
    return (
        *figures[rows],
        bases,
        *(rule.sentences() if compared else []),
        *(test_notes(compared, rows) if compared else []),
        *([f"Not tested, for want of a second column: {join_words(alone)}."] if alone else []),
        *(
            f"In no column, for want of a value in {span.title!r}: {counted(span.n_blank, 'row')}."
            for span in spans.others
            if span.n_blank
        ),
        *spans.condition_notes(),
        *estimate_notes(SurveySample.from_data(tally, spans.by, "population")),
    )
