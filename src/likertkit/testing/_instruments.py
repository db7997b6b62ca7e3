"""Strategies for scales and instruments."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any, Literal, get_args

from likertkit.instrument import Instrument, Item, Keying, LikertScale, Orientation
from likertkit.testing._extra import st
from likertkit.testing._options import (
    as_strategy,
    check_bounds,
    check_optional_choice,
    check_switch,
    switched,
    texts,
)

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

Labelled = Literal["all", "ends", "some", "none"]
Direction = Literal["high", "low", "declared"]

_DIRECTIONS: dict[str | None, tuple[Orientation | None, ...]] = {
    None: (None, "high", "low"),
    "declared": ("high", "low"),
    "high": ("high",),
    "low": ("low",),
}
FEWEST_LEVELS, MOST_LEVELS = 2, 11

# The last words differ in the one spelling in which labels are compared, so that any text may
# stand before them.  Case folding, ligatures, combining marks, full-width letters, right-to-left
# and astral text are in it, and words that other software reads as missing.
LEVEL_WORDS = (
    "Never",
    "Don\u2019t care",
    "NA",
    "None",
    "Stra\u00dfe",
    "\u039f\u0394\u039f\u03a3",
    "e\u0301te\u0301",
    "\ufb01ne",
    "\u3044\u3044\u3048",
    "\u0628\u0644\u0649",
    "\U0001f44d\U0001f3fd",
    "3 days",
    "10 %",
    "\uff26\uff35\uff2c\uff2c",
    "Agree",
    "Partly",
)
REASON_WORDS = ("N/A", "Refused", "Keine Angabe", "nan", "Don't know", "???")
_LOWEST = st.sampled_from((1, 0, -2, 5, -100))
_GAP = st.sampled_from((1, 2, 3, 100))
_CODES_OF_A_REASON = st.sampled_from((1, 0, 2))
# No other label ends in this word.
_SECOND_WORDING = "{} dos"
# What may stand before a label's last word.
_PREFIX = st.one_of(st.just(""), texts(3).map(lambda text: f"{text} "))


def _words(pool: tuple[str, ...], n: int) -> SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(pool), min_size=n, max_size=n, unique=True)


@st.composite
def _labels(
    draw: DrawFn, codes: tuple[int, ...], labelled: Labelled
) -> dict[int, str | tuple[str, ...]]:
    chosen = {
        "all": codes,
        "ends": (codes[0], codes[-1]),
        "some": codes[1::2],
        "none": (),
    }[labelled]
    if not chosen:
        return {}
    words = draw(_words(LEVEL_WORDS, len(chosen)))
    prefix = draw(_PREFIX)
    # Many survey tools export "2 - Sometimes" as the label of 2.
    coded = draw(st.booleans())
    labels: dict[int, str | tuple[str, ...]] = {
        code: f"{code} - {word}" if coded else f"{prefix}{word}"
        for code, word in zip(chosen, words, strict=True)
    }
    # A survey in two languages has a second wording of each level, or of some.
    for code in draw(st.lists(st.sampled_from(chosen), max_size=len(chosen), unique=True)):
        labels[code] = (str(labels[code]), _SECOND_WORDING.format(words[chosen.index(code)]))
    return labels


@st.composite
def _nonsubstantive(draw: DrawFn, codes: tuple[int, ...]) -> dict[str, tuple[int, ...]]:
    words = draw(st.integers(1, 3).flatmap(lambda n: _words(REASON_WORDS, n)))
    sizes = [draw(_CODES_OF_A_REASON) for _ in words]
    low, high = codes[0], codes[-1]
    outside = (9, 97, 98, 99, -9, high + 1, high + 2, high + 3, low - 1, low - 2, low - 3)
    between = (code + 1 for code in codes)
    # A scale refuses a code that stands where one of its levels falls when it is reversed.
    taken = {*codes, *(low + high - code for code in codes)}
    free = [code for code in dict.fromkeys((*outside, *between)) if code not in taken]
    total = sum(sizes)
    drawn = draw(st.lists(st.sampled_from(free), min_size=total, max_size=total, unique=True))
    ends = list(accumulate(sizes))
    return {
        word: tuple(drawn[end - size : end])
        for word, size, end in zip(words, sizes, ends, strict=True)
    }


@st.composite
def _scale(draw: DrawFn, options: dict[str, Any]) -> LikertScale:
    n_levels = draw(st.integers(options["min_levels"], options["max_levels"]))
    gaps = draw(st.lists(_GAP, min_size=n_levels - 1, max_size=n_levels - 1))
    codes = tuple(accumulate((draw(_LOWEST), *gaps)))
    labelled = options["labels"] or draw(st.sampled_from(get_args(Labelled)[::-1]))
    positive = draw(st.sampled_from(_DIRECTIONS[options["positive"]]))
    with_reasons = draw(switched(options["nonsubstantive"]))
    return LikertScale(
        codes,
        draw(_labels(codes, labelled)),
        positive=positive,
        nonsubstantive=draw(_nonsubstantive(codes)) if with_reasons else {},
    )


def scales(
    *,
    min_levels: int = FEWEST_LEVELS,
    max_levels: int = MOST_LEVELS,
    labels: Labelled | None = None,
    positive: Direction | None = None,
    nonsubstantive: bool | None = None,
) -> SearchStrategy[LikertScale]:
    """Return a strategy for scales.

    Codes may be negative and have gaps, labels hold any Unicode text, a level may have two
    wordings, and the codes of nonsubstantive answers may lie between those of the levels.  It
    shrinks towards the codes 1 and 2 without labels.

    Parameters
    ----------
    min_levels, max_levels : int, optional
        Bounds of the number of levels, from 2 to 11.
    labels : {'all', 'ends', 'some', 'none'}, optional
        Which levels have labels; by default any of the four.
    positive : {'high', 'low', 'declared'}, optional
        Which end is positive; ``'declared'`` for either.  By default also scales that do not say
        it.
    nonsubstantive : bool, optional
        Whether there are nonsubstantive answers, with no code, one or several each; by
        default either.

    Returns
    -------
    SearchStrategy of LikertScale
        The strategy.

    Raises
    ------
    ArgumentError, ArgumentTypeError, OptionError
        If an option cannot be used.

    Examples
    --------
    >>> from hypothesis import given
    >>> from likertkit import testing
    >>> @given(scale=testing.scales(max_levels=7))
    ... def test_labels_are_read_back(scale):
    ...     assert list(scale.encode(scale.decode(scale.codes))) == list(scale.codes)
    >>> test_labels_are_read_back()
    """
    check_bounds(
        {"min_levels": min_levels, "max_levels": max_levels}, least=FEWEST_LEVELS, most=MOST_LEVELS
    )
    check_optional_choice(labels, "labels", Labelled)
    check_optional_choice(positive, "positive", Direction)
    check_switch(nonsubstantive, "nonsubstantive")
    return _scale(
        {
            "min_levels": min_levels,
            "max_levels": max_levels,
            "labels": labels,
            "positive": positive,
            "nonsubstantive": nonsubstantive,
        }
    )


# None of these, with a number behind it, is the name of a column in a table of results.
_STEMS = ("q", "Frage ", "\u8cea\u554f", "item.", "caf\u00e9_", "  x")
_SUBSCALES = ("ease", "F\u00fchlen")
_TEXTS = texts(8)


@st.composite
def _item(draw: DrawFn, name: str, options: dict[str, Any], scale: LikertScale) -> Item:
    subscales = (None, *_SUBSCALES) if options["subscales"] else (None,)
    return Item(
        name,
        scale,
        text=draw(_TEXTS),
        keyed=options["keyed"] or draw(st.sampled_from(get_args(Keying))),
        subscale=draw(st.sampled_from(subscales)),
    )


@st.composite
def _instrument(draw: DrawFn, options: dict[str, Any]) -> Instrument:
    n_items = draw(st.integers(options["min_items"], options["max_items"]))
    stem = draw(st.sampled_from(_STEMS))
    # Few distinct scales, so that items share one about as often as they do not.
    pool = draw(st.lists(options["scale"], min_size=1, max_size=min(2, n_items)))
    item_options = {**options, "subscales": draw(switched(options["subscales"]))}
    return Instrument(
        draw(st.sampled_from(("survey", "\u00dcbung"))),
        [
            draw(_item(f"{stem}{number}", item_options, draw(st.sampled_from(pool))))
            for number in range(1, n_items + 1)
        ],
        title=draw(_TEXTS),
        citation=draw(_TEXTS),
    )


def items() -> SearchStrategy[Item]:
    """Return a strategy for single items."""
    return instruments(max_items=1).map(lambda instrument: instrument.items[0])


def instruments(
    *,
    min_items: int = 1,
    max_items: int = 4,
    scale: LikertScale | SearchStrategy[LikertScale] | None = None,
    keyed: Keying | None = None,
    subscales: bool | None = None,
) -> SearchStrategy[Instrument]:
    """Return a strategy for instruments.

    Items share a scale, or each has its own; names hold spaces and letters of any script.

    Parameters
    ----------
    min_items, max_items : int, optional
        Bounds of the number of items.
    scale : LikertScale or strategy for scales, optional
        The scale of every item, or a strategy from which items take theirs; by default
        :func:`scales`.
    keyed : {'positive', 'negative'}, optional
        The keying of every item; by default either, item by item.
    subscales : bool, optional
        Whether items may belong to subscales; by default either.

    Returns
    -------
    SearchStrategy of Instrument
        The strategy.

    Raises
    ------
    ArgumentError, ArgumentTypeError, OptionError
        If an option cannot be used.

    Examples
    --------
    >>> import likertkit as lk
    >>> from hypothesis import given
    >>> from likertkit import testing
    >>> five = lk.LikertScale.preset("agreement", 5)
    >>> @given(instrument=testing.instruments(scale=five, min_items=2))
    ... def test_every_item_is_found(instrument):
    ...     assert all(instrument[name].scale == five for name in instrument.names)
    >>> test_every_item_is_found()
    """
    check_bounds({"min_items": min_items, "max_items": max_items}, least=1)
    check_optional_choice(keyed, "keyed", Keying)
    check_switch(subscales, "subscales")
    return _instrument(
        {
            "min_items": min_items,
            "max_items": max_items,
            "scale": as_strategy(scale, "scale", LikertScale, scales()),
            "keyed": keyed,
            "subscales": subscales,
        }
    )
