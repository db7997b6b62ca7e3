"""Instruments whose items differ in scale, keying and subscale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from likertkit.instrument import Instrument, Item, Keying, LikertScale
from likertkit.testing._extra import st
from likertkit.testing._options import (
    as_strategy,
    check_bounds,
    check_optional_choice,
    check_switch,
    switched,
    texts,
)
from likertkit.testing._scales import scales

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

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
    held = {**options, "subscales": draw(switched(options["subscales"]))}
    return Instrument(
        draw(st.sampled_from(("survey", "\u00dcbung"))),
        [
            draw(_item(f"{stem}{number}", held, draw(st.sampled_from(pool))))
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

    Items share a scale or have each their own; names hold spaces and any script.

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
