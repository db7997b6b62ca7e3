"""Arrays that cannot be written to, and what holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


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
