"""What the rooms above ask about single raw values, so that they classify any engine's column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from likertkit.instrument._spellings import check_found, expected_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from likertkit.errors import Sighting
    from likertkit.instrument._layout import Placement
    from likertkit.instrument._scale import LikertScale

__all__ = ["check_spellings", "expected_answers", "place", "place_values"]


def place(scale: LikertScale, value: object) -> Placement:
    """Return where one raw value belongs on a scale, and how it was written.

    Parameters
    ----------
    scale : LikertScale
        The scale.
    value : object
        One scalar, as a data frame of any engine holds it.

    Returns
    -------
    Placement
        Its cell and its spelling; it raises for no value.

    Examples
    --------
    >>> from likertkit import LikertScale
    >>> from likertkit.instrument._placing import place
    >>> scale = LikertScale.preset("agreement", 5)
    >>> place(scale, "4: agree")
    Placement(cell=3, spelling='anchored')
    >>> place(scale, "N/A")
    Placement(cell=None, spelling='unknown')
    """
    return scale.layout.place(value)


def place_values(scale: LikertScale, values: Sequence[object]) -> list[Placement]:
    """Return where the distinct values of a column belong on a scale.

    A text such as "2 - Minor" on a level without a label is a level only where the column proves
    it: see :meth:`LikertScale.encode`.

    Parameters
    ----------
    scale : LikertScale
        The scale.
    values : sequence
        Every distinct value of the column.

    Returns
    -------
    list of Placement
        The place of each; it raises for no value.

    Examples
    --------
    >>> from likertkit import LikertScale
    >>> from likertkit.instrument._placing import place_values
    >>> [one.cell for one in place_values(LikertScale((1, 2)), ["1 - No", "2 - Yes"])]
    [0, 1]
    >>> [one.cell for one in place_values(LikertScale((1, 2)), ["1", "2 - see below"])]
    [0, None]
    """
    return scale.layout.place_column(values)


def expected_answers(scale: LikertScale) -> str:
    """Return the answers that a scale accepts, in the words of an error.

    Parameters
    ----------
    scale : LikertScale
        The scale.

    Returns
    -------
    str
        Codes with their labels, then the nonsubstantive answers with their codes.

    Examples
    --------
    >>> from likertkit import LikertScale
    >>> from likertkit.instrument._placing import expected_answers
    >>> expected_answers(LikertScale((1, 2, 3), {1: "Never"}, nonsubstantive={"Refused": 9}))
    "1 'Never', 2, 3; or, counted as missing, 'Refused' (9)"
    """
    return expected_of(scale.layout)


def check_spellings(
    item: str,
    scale: LikertScale,
    sighted: Iterable[tuple[Placement, Sighting]],
    *,
    mixed: bool = False,
) -> None:
    """Raise the error that the distinct values of one column call for, if any.

    Parameters
    ----------
    item : str
        The item's name, for the message.
    scale : LikertScale
        The item's scale.
    sighted : iterable of (Placement, Sighting)
        The place of each distinct value, and the value as typed with its number of rows and the
        first few of them.
    mixed : bool, optional
        Whether to refuse a column in which some level is written as a bare label and some level
        that has a label as a bare number: nobody knows that the numbers were coded like this
        scale. Nonsubstantive answers, blanks and anchored forms such as "2 - Minor" never count.

    Raises
    ------
    OffScaleError
        If a number is not one of the codes.
    UnknownLabelError
        If a text is not an answer of the scale; nor is a boolean.
    LabelConflictError
        If a code stands beside the label of another.
    MixedCodingError
        If *mixed* is asked for and found. The first of these four that applies is raised.

    Examples
    --------
    >>> from likertkit.errors import OffScaleError, Sighting
    >>> from likertkit import LikertScale
    >>> from likertkit.instrument._placing import check_spellings, place
    >>> scale = LikertScale.preset("agreement", 5)
    >>> try:
    ...     check_spellings("q1", scale, [(place(scale, 7), Sighting("7", 2, (0, 3)))])
    ... except OffScaleError as error:
    ...     print(error.item, *error.found)
    q1 7 (2 rows: 0, 3)
    """
    check_found(item, scale.layout, sighted, mixed=mixed)
