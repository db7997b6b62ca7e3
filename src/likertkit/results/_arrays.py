"""Arrays that cannot be written to, and what holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from likertkit.errors import CountOverflowError

if TYPE_CHECKING:
    from numpy.typing import NDArray

# 64 bits hold less than that.
MOST_COUNTED = 2.0**63


def frozen_array(array: NDArray[Any]) -> NDArray[Any]:
    """Return a copy that cannot be written to."""
    copy = np.array(array)
    copy.flags.writeable = False
    return copy


def frozen_floats(array: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a copy of numbers that cannot be written to."""
    return frozen_array(np.asarray(array, dtype=np.float64))


def frozen_integers(array: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return a copy of whole numbers that cannot be written to."""
    return frozen_array(np.asarray(array, dtype=np.int64))


def frozen_counts(array: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return a copy that nobody can write to."""
    frozen = frozen_array(np.asarray(array, dtype=np.int64))
    check_total(float(frozen.sum(dtype=np.float64)))
    return frozen


def check_total(total: float) -> None:
    """Raise if counts add up to more than whole numbers of 64 bits hold.

    Raises
    ------
    CountOverflowError
        If they do.
    """
    if total >= MOST_COUNTED:
        raise CountOverflowError(
            "the counts of a table add up to 2^63 or more, about 9.2e18; expected less.",
            "look for a table that was added to itself again and again, or for a wrong count.",
        )


def frozen_names(array: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return a copy that nobody can write to."""
    return frozen_array(np.asarray(array, dtype=np.uint64))


class FrozenArrays:
    """The base of classes that hold frozen arrays.

    They pickle by being made anew, for NumPy forgets that an array is read-only.
    """

    __slots__ = ()

    def __reduce__(self) -> tuple[object, ...]:
        """Return the class and its fields."""
        fields: tuple[attrs.Attribute[Any], ...] = attrs.fields(type(self))  # type: ignore[arg-type]
        return _made, (type(self), {field.alias: getattr(self, field.name) for field in fields})


def _made(kind: type[FrozenArrays], values: dict[str, Any]) -> FrozenArrays:
    return kind(**values)
