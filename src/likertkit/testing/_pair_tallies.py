"""Pair tallies with axes, weights, and people who are absent from one condition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from likertkit.tally import PairTally
from likertkit.testing._extra import st
from likertkit.testing._sheets import CONDITIONS
from likertkit.testing._tallies import (
    OFTEN,
    a_few,
    axes_and_groups,
    table_options,
    weights_and_view,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hypothesis.strategies import DrawFn, SearchStrategy
    from numpy.typing import NDArray

    from likertkit.instrument import Instrument, Scoring

_MOST_PAIRS = 8


@st.composite
def _counts(draw: DrawFn, instrument: Instrument, n_groups: int, most: int) -> NDArray[np.int64]:
    absent = max(item.scale.n_cells for item in instrument)
    counts = np.zeros((n_groups, len(instrument), absent + 1, absent + 1), dtype=np.int64)
    some = draw(a_few(most))
    for g in range(n_groups):
        for i, item in enumerate(instrument):
            cells = [*range(item.scale.n_cells), absent]
            # Nobody is absent from both conditions.
            every = [(a, b) for a in cells for b in cells if (a, b) != (absent, absent)]
            # Now and then an item that nobody was asked.
            if draw(OFTEN):
                for at in draw(st.lists(st.sampled_from(every), max_size=_MOST_PAIRS)):
                    counts[(g, i, *at)] = draw(some)
    return counts


@st.composite
def _pair_tally(draw: DrawFn, options: dict[str, Any]) -> PairTally:
    instrument = draw(options["instrument"])
    axes, groups = draw(axes_and_groups(options))
    counts = draw(_counts(instrument, len(groups), options["max_count"]))
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
