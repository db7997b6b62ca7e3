"""Strategies for tables of counts."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from likertkit._checks import as_names
from likertkit.errors import ArgumentError
from likertkit.instrument import Instrument, Scoring
from likertkit.instrument._views import check_view
from likertkit.tally import Axis, PairTally, Tally
from likertkit.tally._axes import sorted_groups
from likertkit.testing._extra import st
from likertkit.testing._instruments import instruments, scales
from likertkit.testing._options import (
    as_strategy,
    check_bounds,
    check_optional_choice,
    check_switch,
    switched,
)
from likertkit.testing._sheets import CONDITIONS, GROUPS, STRATA

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hypothesis.strategies import DrawFn, SearchStrategy
    from numpy.typing import NDArray

    from likertkit.tally._axes import Group

_MOST_GROUPS = 4
_WEIGHT = st.sampled_from((1.0, 0.5, 2.75, 1000.0))
OFTEN = st.sampled_from((True, True, True, False))


@st.composite
def axes_and_groups(
    draw: DrawFn, options: dict[str, Any]
) -> tuple[tuple[Axis, ...], tuple[Group, ...]]:
    """Draw axes, and the groups along them that have respondents."""
    axes, pools = [], []
    if draw(switched(options["condition"])):
        axes.append(Axis("condition", "condition"))
        pools.append(draw(st.sampled_from(CONDITIONS)))
    if draw(switched(options["stratum"])):
        axes.append(Axis("stratum", "stratum"))
        pools.append(draw(st.sampled_from(STRATA)))
    for name in options["by"]:
        axes.append(Axis(name, "by"))
        pools.append(draw(st.sampled_from(GROUPS)))
    if not axes:
        return (), ((),)
    every = list(product(*pools))
    groups = draw(st.lists(st.sampled_from(every), max_size=_MOST_GROUPS, unique=True))
    return tuple(axes), tuple(sorted_groups(axes, groups))


@st.composite
def a_few(draw: DrawFn, most: int) -> SearchStrategy[int]:
    """Draw a few numbers of respondents, from which a whole table is drawn."""
    return st.sampled_from(draw(st.lists(st.integers(0, most), min_size=1, max_size=4)))


@st.composite
def weights_and_view(
    draw: DrawFn, options: dict[str, Any], instrument: Instrument, counts: NDArray[np.int64]
) -> dict[str, Any]:
    """Draw the other fields of a table of counts: its weights, if any, and its view."""
    sums = squares = zeros = None
    if draw(switched(options["weighted"])):
        # The first respondent of a cell may have another weight than the rest.
        first_weight, weight = draw(_WEIGHT), draw(_WEIGHT)
        first = np.minimum(counts, 1)
        sums = first * first_weight + (counts - first) * weight
        squares = first * first_weight**2 + (counts - first) * weight**2
        # Respondents of weight 0 are in no cell.
        zeros = np.zeros(counts.shape[:2], dtype=np.int64)
        if not draw(OFTEN):
            few = st.lists(st.integers(0, 3), min_size=zeros.size, max_size=zeros.size)
            zeros += np.array(draw(few), dtype=np.int64).reshape(zeros.shape)
    views = get_args(Scoring)
    if any(item.scale.positive is None for item in instrument):
        views = tuple(view for view in views if view != "favourable")
    view = options["view"] or draw(st.sampled_from(views))
    check_view(view, instrument)
    return {"sums": sums, "squares": squares, "zeros": zeros, "view": view}


@st.composite
def _counts(draw: DrawFn, instrument: Instrument, n_groups: int, most: int) -> NDArray[np.int64]:
    width = max(item.scale.n_cells for item in instrument)
    counts = np.zeros((n_groups, len(instrument), width), dtype=np.int64)
    numbers = draw(a_few(most))
    for g in range(n_groups):
        for i, item in enumerate(instrument):
            n = item.scale.n_cells
            # Now and then an item that nobody was asked.
            if draw(OFTEN):
                counts[g, i, :n] = draw(st.lists(numbers, min_size=n, max_size=n))
    return counts


@st.composite
def _tally(draw: DrawFn, options: dict[str, Any]) -> Tally:
    instrument = draw(options["instrument"])
    axes, groups = draw(axes_and_groups(options))
    counts = draw(_counts(instrument, len(groups), options["max_count"]))
    return Tally(
        instrument=instrument,
        axes=axes,
        groups=groups,
        counts=counts,
        **draw(weights_and_view(options, instrument, counts)),
    )


def table_options(
    instrument: Instrument | SearchStrategy[Instrument] | None,
    *,
    max_count: int,
    axes: dict[str, bool | None],
    weighted: bool | None,
    by: str | Iterable[str],
    view: Scoring | None,
) -> dict[str, Any]:
    """Check the options that strategies for tables of counts share, and return them."""
    check_bounds({"max_count": max_count}, least=0)
    for name, value in {**axes, "weighted": weighted}.items():
        check_switch(value, name)
    check_optional_choice(view, "view", Scoring)
    names = as_names(by, "by")
    if taken := set(axes) & set(names):
        options = " and ".join(f"`{name}=`" for name in axes)
        raise ArgumentError(
            f"by={names!r} holds {', '.join(map(repr, sorted(taken)))}, which is an axis already.",
            f"use {options} for an axis of that name.",
        )
    return {
        "instrument": as_strategy(
            instrument,
            "instrument",
            Instrument,
            instruments(scale=scales(positive="declared") if view == "favourable" else None),
        ),
        "max_count": max_count,
        "condition": False,
        **axes,
        "weighted": weighted,
        "by": names,
        "view": view,
    }


def tallies(
    instrument: Instrument | SearchStrategy[Instrument] | None = None,
    *,
    max_count: int = 100,
    condition: bool | None = None,
    stratum: bool | None = None,
    weighted: bool | None = None,
    by: str | Iterable[str] = (),
    view: Scoring | None = None,
) -> SearchStrategy[Tally]:
    """Return a strategy for tallies.

    Groups and levels without anybody are common, and items need not have the same number of
    respondents, as in published tables.  Weighted tallies may have respondents of weight 0.

    Parameters
    ----------
    instrument : Instrument or strategy for instruments, optional
        The instrument; by default one of :func:`instruments`.
    max_count : int, optional
        The most respondents in one cell.
    condition, stratum : bool, optional
        Whether there is an axis of that name and meaning; by default either.
    weighted : bool, optional
        Whether there are sampling weights; by default either.
    by : str or sequence of str, optional
        Names of further axes.
    view : {'as_answered', 'keyed', 'favourable'}, optional
        The view of the scores; by default any that the scales allow.

    Returns
    -------
    SearchStrategy of Tally
        The strategy.

    Raises
    ------
    ArgumentError, ArgumentTypeError, OptionError
        If an option cannot be used.

    Examples
    --------
    >>> import likertkit as lk
    >>> from hypothesis import given, settings
    >>> from likertkit import testing
    >>> @settings(deadline=None)  # the first example also imports pandas and SciPy
    ... @given(tally=testing.tallies(weighted=False))
    ... def test_proportions_add_up(tally):
    ...     for row in lk.describe(tally):
    ...         assert row.n == 0 or 0 <= row.floor + row.ceiling <= 1.000001
    >>> test_proportions_add_up()
    """
    return _tally(
        table_options(
            instrument,
            max_count=max_count,
            axes={"condition": condition, "stratum": stratum},
            weighted=weighted,
            by=by,
            view=view,
        )
    )


_MOST_PAIRS = 8


@st.composite
def _pair_counts(
    draw: DrawFn, instrument: Instrument, n_groups: int, most: int
) -> NDArray[np.int64]:
    absent = max(item.scale.n_cells for item in instrument)
    counts = np.zeros((n_groups, len(instrument), absent + 1, absent + 1), dtype=np.int64)
    numbers = draw(a_few(most))
    for g in range(n_groups):
        for i, item in enumerate(instrument):
            cells = [*range(item.scale.n_cells), absent]
            # Nobody is absent from both conditions.
            every = [(a, b) for a in cells for b in cells if (a, b) != (absent, absent)]
            # Now and then an item that nobody was asked.
            if draw(OFTEN):
                for at in draw(st.lists(st.sampled_from(every), max_size=_MOST_PAIRS)):
                    counts[(g, i, *at)] = draw(numbers)
    return counts


@st.composite
def _pair_tally(draw: DrawFn, options: dict[str, Any]) -> PairTally:
    instrument = draw(options["instrument"])
    axes, groups = draw(axes_and_groups(options))
    counts = draw(_pair_counts(instrument, len(groups), options["max_count"]))
    first, second = draw(st.permutations(draw(st.sampled_from(CONDITIONS))))[:2]
    return PairTally(
        instrument=instrument,
        axes=axes,
        groups=groups,
        counts=counts,
        **draw(weights_and_view(options, instrument, counts)),
        first=first,
        second=second,
    )


def pair_tallies(
    instrument: Instrument | SearchStrategy[Instrument] | None = None,
    *,
    max_count: int = 100,
    stratum: bool | None = None,
    weighted: bool | None = None,
    by: str | Iterable[str] = (),
    view: Scoring | None = None,
) -> SearchStrategy[PairTally]:
    """Return a strategy for pair tallies.

    Groups and pairs of answers without anybody are common, and so are respondents who are absent
    from one of the conditions.  The conditions are texts, numbers or truth values.  Nobody is
    named, so that any two tables of the same instrument, axes and conditions add.

    Parameters
    ----------
    instrument : Instrument or strategy for instruments, optional
        The instrument; by default one of :func:`instruments`.
    max_count : int, optional
        The most respondents in one cell.
    stratum : bool, optional
        Whether there is an axis of that name and meaning; by default either.
    weighted : bool, optional
        Whether there are sampling weights; by default either.
    by : str or sequence of str, optional
        Names of further axes.
    view : {'as_answered', 'keyed', 'favourable'}, optional
        The view of the scores; by default any that the scales allow.

    Returns
    -------
    SearchStrategy of PairTally
        The strategy.

    Raises
    ------
    ArgumentError, ArgumentTypeError, OptionError
        If an option cannot be used.

    Examples
    --------
    >>> from hypothesis import given, settings
    >>> from likertkit import testing
    >>> @settings(deadline=None)  # the first example also imports pandas and SciPy
    ... @given(pairs=testing.pair_tallies(weighted=False))
    ... def test_nobody_is_absent_twice(pairs):
    ...     assert not pairs.counts[..., -1, -1].any()
    >>> test_nobody_is_absent_twice()
    """
    return _pair_tally(
        table_options(
            instrument,
            max_count=max_count,
            axes={"stratum": stratum},
            weighted=weighted,
            by=by,
            view=view,
        )
    )
