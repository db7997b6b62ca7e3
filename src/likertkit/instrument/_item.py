"""One question of an instrument, and which end of its scale is the positive end."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import attrs

from likertkit._checks import check_choice
from likertkit._text import join_words
from likertkit.errors import ArgumentTypeError, DefinitionError, DirectionError
from likertkit.instrument._scale import LikertScale
from likertkit.results._units import TableT, in_units

if TYPE_CHECKING:
    from collections.abc import Iterable

    from likertkit.results._units import Units

_MOST_ITEMS = 5


def code_text(item: Item, code: int) -> str:
    """Return a code in digits; of a scale score the score that it stands for."""
    unit = item.unit
    return str(code) if unit == 1 else f"{code * unit.numerator / unit.denominator:.6g}"


def level_label(item: Item, code: int) -> str:
    """Return the label of a level, or its code in digits."""
    label = item.scale.labels.get(code)
    return code_text(item, code) if label is None else label


def level_name(item: Item, code: int) -> str:
    """Return a level as sentences name it: its label in quotes, or its code."""
    label = item.scale.labels.get(code)
    return code_text(item, code) if label is None else repr(label)


def _end(item: Item, code: int) -> str:
    label = item.scale.labels.get(code)
    return code_text(item, code) if label is None else f"{code} {label!r}"


def no_direction(item: Item) -> str:
    """Return, for a note, that a scale does not say which of its ends is the positive one."""
    scale = item.scale
    return (
        f"the scale does not declare whether {_end(item, scale.low)} or "
        f"{_end(item, scale.high)} is its positive end (positive=)"
    )


def check_directions(items: Iterable[Item], what: str) -> None:
    """Raise unless the scale of each item says which end is the positive one.

    Raises
    ------
    DirectionError
        It names the items, both ends of the first scale, and how to declare them.
    """
    lacking = [item for item in items if item.scale.positive is None]
    if not lacking:
        return
    scale = lacking[0].scale
    low, high = _end(lacking[0], scale.low), _end(lacking[0], scale.high)
    names = [repr(item.name) for item in lacking]
    more = len(names) - _MOST_ITEMS
    shown = [*names[:_MOST_ITEMS], f"{more} more"] if more > 0 else names
    word, pronoun = ("item", "its") if len(names) == 1 else ("items", "their")
    verb = "does" if len(names) == 1 else "do"
    raise DirectionError(
        f"{what} a direction, and {word} {join_words(shown)} {verb} not declare the positive end "
        f"of {pronoun} scale: {low} or {high}.",
        lacking[0]._how_to_declare(),  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - of the same kind
    )


def positive_end_is_high(item: Item, view: Scoring) -> bool:
    """Return whether the positive end of the scores lies high in the view.

    Raises
    ------
    DirectionError
        If the item's scale does not say which end is the positive one.
    """
    check_directions([item], "Boxes need")
    return view == "favourable" or item.scale.positive == "high"


Keying = Literal["positive", "negative"]
Scoring = Literal["as_answered", "keyed", "favourable"]


def check_text(value: object, name: str) -> str:
    """Return *value*, which may be empty, as a str."""
    if not isinstance(value, str):
        raise ArgumentTypeError(f"{name}={value!r} is not text.", f"pass `{name}` as a str.")
    return str(value)


def check_name(value: object, name: str) -> str:
    """Return *value*, in which something must be visible, as a str."""
    text = check_text(value, name)
    if not text.strip():
        raise DefinitionError(
            f"{name}={value!r} is empty; expected a name.",
            f"write a short text as `{name}`; results will show it.",
        )
    return text


def _as_name(value: str) -> str:
    return check_name(value, "name")


def _as_text(value: str) -> str:
    return check_text(value, "text")


def _as_subscale(value: str | None) -> str | None:
    return None if value is None else check_name(value, "subscale")


def _check_scale(value: object) -> None:
    if not isinstance(value, LikertScale):
        raise ArgumentTypeError(
            f"scale={value!r} is not a LikertScale.",
            "make a scale, for example LikertScale.preset('agreement', 5).",
        )


def _as_scale(value: LikertScale) -> LikertScale:
    _check_scale(value)
    return value


@attrs.frozen
class Item:
    """One question of an instrument.

    Parameters
    ----------
    name : str
        The short name that results show, often that of the column.
    scale : LikertScale
        The answers that it offers.
    text : str, optional
        The question as respondents read it.
    keyed : {'positive', 'negative'}, optional
        ``'negative'`` where agreeing speaks against what the instrument measures, so that the
        item is reversed in every view but ``'as_answered'``.
    subscale : str or None, optional
        The subscale to which the item belongs.

    Raises
    ------
    ArgumentTypeError
        If an argument is of another type.
    DefinitionError
        If a name is empty.
    OptionError
        If *keyed* is neither word.

    Examples
    --------
    >>> import likertkit as lk
    >>> item = lk.Item("drained", lk.LikertScale.preset("agreement", 5), keyed="negative")
    >>> item.scores("keyed")
    (5, 4, 3, 2, 1)
    """

    # What one step of the codes is in a score; without a type it is no field.
    unit = Fraction(1)
    # Whether the levels are all values that there can be, and not only those that occurred.
    every_level = True

    name: str = attrs.field(converter=_as_name)
    scale: LikertScale = attrs.field(converter=_as_scale)
    text: str = attrs.field(default="", converter=_as_text, kw_only=True)
    keyed: Keying = attrs.field(default="positive", kw_only=True)
    subscale: str | None = attrs.field(default=None, converter=_as_subscale, kw_only=True)

    def __attrs_post_init__(self) -> None:
        """Check the option."""
        check_choice(self.keyed, "keyed", Keying)

    def _how_to_declare(self) -> str:
        """Return, for a hint, how to declare which end is the positive one."""
        low, high = _end(self, self.scale.low), _end(self, self.scale.high)
        return (
            f'write positive="low" in the scale if {low} is the positive end, positive="high" if '
            f"{high} is."
        )

    def scores(self, view: Scoring = "as_answered") -> tuple[int, ...]:
        """Return the score of each level in one of the three views.

        Parameters
        ----------
        view : {'as_answered', 'keyed', 'favourable'}, optional
            ``'as_answered'``: the codes. ``'keyed'``: reversed on the declared range where the
            item is negatively keyed. ``'favourable'``: keyed, then reversed where the scale's
            positive end is its low one, so that higher is better.

        Returns
        -------
        tuple of int, length n_levels
            The scores, in ascending order of the levels' codes.

        Raises
        ------
        OptionError
            If *view* is not one of the three.
        DirectionError
            If the view is ``'favourable'`` and the scale does not say which end is the positive
            one.

        Examples
        --------
        >>> import likertkit as lk
        >>> item = lk.Item("heard", lk.LikertScale.preset("agreement", 5, positive="low"))
        >>> item.scores("keyed"), item.scores("favourable")
        ((1, 2, 3, 4, 5), (5, 4, 3, 2, 1))
        """
        check_choice(view, "view", Scoring)
        if view == "favourable":
            check_directions([self], "The favourable view needs")
        turned = view != "as_answered" and self.keyed == "negative"
        if view == "favourable" and self.scale.positive == "low":
            turned = not turned
        codes = self.scale.codes
        return tuple(self.scale.low + self.scale.high - code for code in codes) if turned else codes


def score_units(items: tuple[Item, ...]) -> Units:
    """Return items whose codes are no scores, and what one step of the codes is in the score."""
    return tuple((item.name, item.unit) for item in items if item.unit != 1)


def in_score_units(
    table: TableT, items: tuple[Item, ...], on_scale: tuple[str, ...] | None = None
) -> TableT:
    """Return a table with figures in the score of each item, and not in steps of its codes.

    *on_scale* names these figures, where they are not those of the kind of rows.
    """
    units = score_units(items)
    return in_units(table, units, on_scale) if units else table
