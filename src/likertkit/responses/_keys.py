"""Columns that say who answered, in which group, and with which weight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from likertkit.errors import (
    BlankKeyError,
    DuplicateRespondentError,
    FrameError,
    Sighting,
    WeightError,
)
from likertkit.tally._axes import plain_key

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    import narwhals as nw
    from numpy.typing import NDArray

    from likertkit.responses._declaration import Declaration
    from likertkit.responses._frames import HeldFrame

FIRST_ROWS = 5
# Squares of weights beyond these leave the range of floating-point numbers when added up.
LEAST_WEIGHT, MOST_WEIGHT = 1e-100, 1e100


def first_rows(mask: NDArray[np.bool_]) -> tuple[int, ...]:
    """Return the positions of the first few rows that a mask marks."""
    return tuple(int(row) for row in np.flatnonzero(mask)[:FIRST_ROWS])


@attrs.frozen
class _Truth:
    """A boolean that equals no number."""

    value: bool


def factorize(series: nw.Series[Any]) -> tuple[NDArray[np.intp], list[object]]:
    """Return a number for each row's value, -1 for a blank, and the distinct values.

    Unused categories of a categorical column do not come back.
    """
    import pandas as pd

    values = series.to_native()
    if not series.implementation.is_pandas():
        values = np.empty(len(series), dtype=object)
        values[:] = series.to_list()
    if values.dtype == object and "mixed" in pd.api.types.infer_dtype(values):
        # As a key True equals 1, and as an answer it does not.
        apart = np.empty(len(values), dtype=object)
        apart[:] = [_Truth(bool(v)) if isinstance(v, bool | np.bool_) else v for v in values]
        values = apart
    try:
        codes, uniques = pd.factorize(values)
    except (TypeError, NotImplementedError) as error:
        # NumPy's objects and Arrow's types that are not plain values.
        raise nested_error(series.name) from error
    if isinstance(uniques.dtype, np.dtype) and uniques.dtype.kind in "iuf":
        return codes, uniques.tolist()
    return codes, [value.value if isinstance(value, _Truth) else value for value in uniques]


def ordered_levels(types: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return the values of each column whose type puts them in an order, such as grades."""
    import narwhals as nw

    return {
        name: tuple(dtype.categories) for name, dtype in types.items() if isinstance(dtype, nw.Enum)
    }


def nested_error(column: str) -> FrameError:
    """Return the error for a column whose cells are lists or the like."""
    return FrameError(
        f"column {column!r} has cells with several values; expected one value in each cell.",
        "split the column (for example a select-all-that-apply question) into one column for each "
        "choice.",
    )


def key_codes(series: nw.Series[Any]) -> tuple[NDArray[np.intp], list[Hashable]]:
    """Return a number for each row's key and the plain keys, where every blank is None."""
    codes, uniques = factorize(series)
    plain = [plain_key(value) for value in uniques]
    filled = [k for k, key in enumerate(plain) if key is not None]
    keys = [plain[k] for k in filled]
    if len(filled) == len(plain) and not (codes < 0).any():
        return codes, keys
    # The last place is that of rows without a value, whose number is -1.
    places = np.full(len(plain) + 1, len(filled), dtype=np.intp)
    places[filled] = np.arange(len(filled))
    return places[codes], [*keys, None]


def group_rows(
    columns: Sequence[nw.Series[Any]],
) -> tuple[NDArray[np.integer] | None, list[tuple[Hashable, ...]]]:
    """Return the number of each row's group, and the groups; None for one group of all rows."""
    if not columns:
        return None, [()]
    import pandas as pd

    codes, keys = key_codes(columns[0])
    groups: list[tuple[Hashable, ...]] = [(key,) for key in keys]
    for column in columns[1:]:
        more, keys = key_codes(column)
        codes, used = pd.factorize(codes * max(len(keys), 1) + more)
        groups = [(*groups[pair // len(keys)], keys[pair % len(keys)]) for pair in used.tolist()]
    return codes.astype(np.min_scalar_type(-max(len(groups), 1))), groups


def check_filled(series: nw.Series[Any], purpose: str) -> None:
    """Raise if a column that tells respondents, conditions or strata apart has blanks."""
    codes, uniques = factorize(series)
    blank = np.array([*(plain_key(value) is None for value in uniques), True], dtype=np.bool_)[
        codes
    ]
    if blank.any():
        raise blank_key_error(series.name, purpose, int(blank.sum()), first_rows(blank))


def blank_key_error(
    column: str, purpose: str, n_rows: int, rows: tuple[int, ...] = ()
) -> BlankKeyError:
    """Return the error for a column with blanks that names every row."""
    sighting = Sighting("blank", n_rows, rows)
    return BlankKeyError(
        f"the {purpose} column {column!r} has {sighting}; expected a value in every row.",
        f"fill in the {purpose}, or remove these rows from the data.",
    )


def check_respondents(frame: HeldFrame, declared: Declaration) -> None:
    """Raise if a respondent has two rows, under one condition where there are several."""
    if declared.respondent is None:
        return
    check_filled(frame[declared.respondent], "respondent")
    rows, people = factorize(frame[declared.respondent])
    conditions: list[object] = [None]
    if declared.condition is not None:
        codes, conditions = factorize(frame[declared.condition])
        rows = rows * len(conditions) + codes
    import pandas as pd

    codes, used = pd.factorize(rows)
    if len(used) == len(codes):
        return
    counts = np.bincount(codes)
    repeated = np.flatnonzero(counts > 1)
    sightings: list[Sighting] = []
    for pair in repeated.tolist():
        person, condition = divmod(int(used[pair]), len(conditions))
        where = () if declared.condition is None else (plain_key(conditions[condition]),)
        spoken = " under ".join(map(repr, (plain_key(people[person]), *where)))
        shown = first_rows(codes == pair) if len(sightings) < FIRST_ROWS else ()
        sightings.append(Sighting(spoken, int(counts[pair]), shown))
    raise DuplicateRespondentError(declared.respondent, tuple(sightings), declared.condition)


def has_plain_numbers(series: nw.Series[Any]) -> bool:
    """Return whether a column holds numbers that NumPy has a type for."""
    import narwhals as nw

    exotic = {nw.Int128, nw.UInt128}
    dtype = series.dtype
    return bool(dtype.is_numeric() and not dtype.is_decimal() and dtype not in exotic)


def read_weights(frame: HeldFrame, column: str | None) -> NDArray[np.float64] | None:
    """Return the sampling weights as floats; raise unless they can be used."""
    if column is None:
        return None
    import narwhals as nw

    series = frame[column]
    if not series.dtype.is_numeric():
        raise weight_type_error(column, series.dtype)
    # Arrow casts no whole number to a float that is not that number.
    numbers = series if has_plain_numbers(series) else series.cast(nw.Float64)
    weights = np.asarray(numbers.to_numpy(), dtype=np.float64)
    bad = ~((weights == 0) | ((weights >= LEAST_WEIGHT) & (weights <= MOST_WEIGHT)))
    if bad.any():
        raise bad_weights_error(
            column, int(bad.sum()), weights[bad][:FIRST_ROWS].tolist(), first_rows(bad)
        )
    if len(weights) and not weights.any():
        raise zero_weights_error(column)
    return weights


def weight_type_error(column: str, dtype: object) -> WeightError:
    """Return the error for a column of weights that holds no numbers."""
    return WeightError(
        f"the weight column {column!r} has the type {dtype}; expected numbers.",
        f"convert it first: `frame[{column!r}] = pandas.to_numeric(frame[{column!r}])`, or "
        f"`.cast(float)` for a polars column; replace a decimal comma by a point first.",
    )


def bad_weights_error(
    column: str, n_rows: int, first: Sequence[float], rows: tuple[int, ...] = ()
) -> WeightError:
    """Return the error for weights that are negative, missing, not finite or out of range."""
    values = ", ".join("blank" if value != value else f"{value:g}" for value in first)  # noqa: PLR0124
    sighting = Sighting(values, n_rows, rows)
    return WeightError(
        f"the weight column {column!r} has weights that are negative, missing, not finite or "
        f"out of range: {sighting}; expected 0, or from {LEAST_WEIGHT:g} to {MOST_WEIGHT:g}.",
        "give respondents outside the sample the weight 0, or remove them from the data.",
    )


def zero_weights_error(column: str) -> WeightError:
    """Return the error for weights that are all 0."""
    return WeightError(
        f"the weights in column {column!r} add up to 0; expected a positive sum.",
        "check that the decimals of the column were read.",
    )
