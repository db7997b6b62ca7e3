"""Responses in frames of every type and engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from likertkit._checks import as_names
from likertkit.instrument import Instrument
from likertkit.testing._extra import st
from likertkit.testing._instruments import instruments
from likertkit.testing._options import as_strategy, check_bounds, check_engines, check_switch
from likertkit.testing._sheets import sheets

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hypothesis.strategies import DrawFn, SearchStrategy

    from likertkit.responses import Responses
    from likertkit.testing._options import Engine


def sheet_options(
    instrument: Instrument | SearchStrategy[Instrument] | None = None,
    *,
    min_rows: int = 0,
    max_rows: int = 20,
    respondent: bool | None = None,
    condition: bool | None = None,
    stratum: bool | None = None,
    cluster: bool | None = None,
    weight: bool | None = None,
    by: str | Iterable[str] = (),
) -> dict[str, Any]:
    """Check the options of :func:`responses` and return those that :func:`sheets` needs."""
    check_bounds({"min_rows": min_rows, "max_rows": max_rows}, least=0)
    roles = {
        "respondent": respondent,
        "condition": condition,
        "stratum": stratum,
        "cluster": cluster,
        "weight": weight,
    }
    for name, value in roles.items():
        check_switch(value, name)
    return {
        "instrument": as_strategy(instrument, "instrument", Instrument, instruments()),
        "min_rows": min_rows,
        "max_rows": max_rows,
        "roles": roles,
        "by": as_names(by, "by"),
    }


@st.composite
def _responses(draw: DrawFn, options: dict[str, Any], engines: tuple[Engine, ...]) -> Responses:
    return draw(sheets(options)).responses(draw(st.sampled_from(engines)))


def responses(
    instrument: Instrument | SearchStrategy[Instrument] | None = None,
    *,
    min_rows: int = 0,
    max_rows: int = 20,
    engines: Engine | Iterable[Engine] = ("pandas",),
    respondent: bool | None = None,
    condition: bool | None = None,
    stratum: bool | None = None,
    cluster: bool | None = None,
    weight: bool | None = None,
    by: str | Iterable[str] = (),
) -> SearchStrategy[Responses]:
    """Return a strategy for responses.

    Each column has its own type: whole numbers of any size, floats with NaN, nullable
    numbers, decimals, text, categories (some of them unused) and, in pandas, Python objects of
    every sort.  Text is written as export tools write it: in any case and spacing, with invisible
    characters, as "2 - Sometimes".  Columns that are blank throughout and groups of one person
    are common, so that a weighted estimate may rightly raise StratumError.

    Parameters
    ----------
    instrument : Instrument or strategy for instruments, optional
        The instrument; by default one of :func:`instruments`.
    min_rows, max_rows : int, optional
        Bounds of the number of rows.
    engines : engine or sequence of engines, optional
        The engine that holds the frame: 'pandas', 'polars', 'polars-lazy', 'pyarrow', 'duckdb',
        'dask' or 'pyspark'.  DuckDB and PySpark read a pyarrow table; PySpark uses the active
        session, or starts a session with one thread.
    respondent, condition, stratum, cluster, weight : bool, optional
        Whether the frame has a column of this role.  It is called by its role, with underscores
        behind it where an item has this name.  By default either.  A cluster lies in one stratum,
        and so does a respondent.
    by : str or sequence of str, optional
        Names of further columns, by which a tally may be split.

    Returns
    -------
    SearchStrategy of Responses
        The strategy.

    Raises
    ------
    ArgumentError, ArgumentTypeError, OptionError
        If an option cannot be used, or an engine is not installed.

    Examples
    --------
    >>> import likertkit as lk
    >>> from hypothesis import given, settings
    >>> from likertkit import testing
    >>> @settings(deadline=None)  # the first example also imports pandas and SciPy
    ... @given(answers=testing.responses(weight=False, cluster=False, respondent=False, by="ward"))
    ... def test_groups_add_up(answers):
    ...     whole = lk.means(answers, by=())
    ...     parts = lk.means(answers, by="ward")
    ...     assert sum(row.n for row in parts) == sum(row.n for row in whole)
    >>> test_groups_add_up()
    """
    options = sheet_options(
        instrument,
        min_rows=min_rows,
        max_rows=max_rows,
        respondent=respondent,
        condition=condition,
        stratum=stratum,
        cluster=cluster,
        weight=weight,
        by=by,
    )
    return _responses(options, check_engines(engines))
