"""The one door for data frames of any engine."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from likertkit.errors import FrameError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import narwhals as nw
    import pandas as pd
    from numpy.typing import NDArray

# Up to so many numbers of one type are copied into one array sooner than taken column by column.
_MOST_COPIED = 1 << 13
# A half cannot be compared with every code, and an extended float is not a type of narwhals.
_FLOAT_BYTES = (4, 8)


@attrs.frozen(eq=False)
class HeldFrame:
    """A frame in memory; one of pandas is wrapped only if what needs narwhals is asked of it.

    Attributes
    ----------
    held : pandas or narwhals DataFrame
        The frame.
    names : tuple of str
        The names of its columns.
    """

    held: pd.DataFrame | nw.DataFrame[Any]
    names: tuple[str, ...]

    @classmethod
    def from_frame(cls, held: pd.DataFrame | nw.DataFrame[Any]) -> HeldFrame:
        """Return the frame with the names of its columns."""
        return cls(held, tuple(held.columns))

    @cached_property
    def frame(self) -> nw.DataFrame[Any]:
        """The frame behind the interface of every engine."""
        import narwhals as nw

        return nw.from_native(self.held, eager_only=True, pass_through=False)

    @cached_property
    def _types(self) -> list[object]:
        """The types of the columns of a frame of pandas; none of any other."""
        import narwhals as nw

        return [] if isinstance(self.held, nw.DataFrame) else self.held.dtypes.tolist()

    def __getitem__(self, name: str) -> nw.Series[Any]:
        """Return a column."""
        return self.frame[name]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.held)

    def is_pandas(self) -> bool:
        """Return whether pandas holds the frame."""
        return bool(self._types) or self.frame.implementation.is_pandas()

    def types(self) -> Mapping[str, object]:
        """Return the type of each column whose type may put its values in an order."""
        if not self._types:
            return self.frame.schema
        import pandas as pd

        return {
            name: self.frame[name].dtype
            for name, dtype in zip(self.names, self._types, strict=True)
            if isinstance(dtype, pd.CategoricalDtype)
        }

    def dictionaries(self) -> dict[str, tuple[str, ...]]:
        """Return the texts of each column of Arrow whose type puts them in an order."""
        types: dict[str, object] = {}
        if self._types:
            types = {
                name: getattr(dtype, "pyarrow_dtype", None)
                for name, dtype in zip(self.names, self._types, strict=True)
            }
        elif self.frame.implementation.is_pyarrow():
            types = {field.name: field.type for field in self.frame.to_native().schema}
        ordered = [name for name, dtype in types.items() if getattr(dtype, "ordered", False)]
        levels = {name: self.frame[name].to_arrow().dictionary.to_pylist() for name in ordered}
        return {
            name: tuple(texts)
            for name, texts in levels.items()
            if all(isinstance(text, str) for text in texts)
        }

    def numbers(self, names: Sequence[str]) -> dict[str, NDArray[np.number]]:
        """Return those of the columns that pandas holds as plain numbers; only few are copied."""
        import narwhals as nw

        if isinstance(self.held, nw.DataFrame):
            return {}
        place = {name: k for k, name in enumerate(self.names)}
        plain = [name for name in dict.fromkeys(names) if _is_plain(self._types[place[name]])]
        types = {self._types[place[name]] for name in plain}
        if len(self) * len(plain) > _MOST_COPIED or len(types) != 1:
            return {name: self.held[name].to_numpy() for name in plain}
        some = self.held
        if len(plain) < len(self.names):
            some = some.take([place[name] for name in plain], axis=1)
            place = {name: k for k, name in enumerate(plain)}
        matrix = some.to_numpy()
        return {name: matrix[:, place[name]] for name in plain}


def _is_plain(dtype: object) -> bool:
    """Return whether NumPy counts values of a type of pandas as they are."""
    if not isinstance(dtype, np.dtype):
        return False
    return dtype.kind in "iu" or (dtype.kind == "f" and dtype.itemsize in _FLOAT_BYTES)


def open_frame(
    frame: object, used: Iterable[str] = ()
) -> tuple[HeldFrame | nw.LazyFrame[Any], tuple[str, ...]]:
    """Return a frame of any engine behind one interface, a shallow copy where it is in memory.

    Names that several columns have may stand where none of these is *used*: a frame of pandas or
    pyarrow comes without the columns, and their names beside it.

    Raises
    ------
    FrameError
        If it is not a data frame, or its column names are not texts, or are not distinct.
    """
    import narwhals as nw

    repeated: tuple[str, ...] = ()
    if nw.dependencies.is_pandas_dataframe(frame):
        pandas_frame: pd.DataFrame = frame  # pyright: ignore[reportAssignmentType]
        names_of_pandas = pandas_frame.columns.tolist()
        repeated = _repeated(names_of_pandas)
        check_not_repeated(repeated, used)
        if repeated:
            pandas_frame = pandas_frame.loc[:, ~pandas_frame.columns.duplicated(keep=False)]
        # Before pandas 3 a shallow copy shows what is written to the original.
        copy = pandas_frame.copy(deep=_pandas_major() < 3)
        return HeldFrame(
            copy, tuple(name for name in names_of_pandas if name not in repeated)
        ), repeated
    if nw.dependencies.is_pyarrow_table(frame):
        repeated = _repeated(frame.column_names)
        check_not_repeated(repeated, used)
        if repeated:
            names = frame.column_names
            frame = frame.select([k for k, name in enumerate(names) if name not in repeated])
    try:
        opened: nw.DataFrame[Any] | nw.LazyFrame[Any] = nw.from_native(frame)
    except TypeError as error:
        raise FrameError(
            f"data of type {type(frame).__module__}.{type(frame).__qualname__} are not a data "
            f"frame; expected a pandas, polars, pyarrow, Dask or PySpark frame, or a DuckDB "
            f"relation.",
            "put the answers into a data frame with one column for each item.",
        ) from error
    if opened.implementation.is_duckdb() or opened.implementation.is_dask():
        check_not_repeated(_repeated(opened.columns), opened.columns)
    return HeldFrame.from_frame(opened) if isinstance(opened, nw.DataFrame) else opened, repeated


def _pandas_major() -> int:
    import pandas as pd

    return int(pd.__version__.partition(".")[0])


def _repeated(names: Iterable[object]) -> tuple[str, ...]:
    """Return the names that several columns have; raise unless all names are texts."""
    names = list(names)
    odd = [name for name in names if not isinstance(name, str)]
    if odd:
        raise _names_error(f"column names that are not text: {odd[:5]}")
    if len(set(names)) == len(names):
        return ()
    return tuple(str(name) for name, often in Counter(names).items() if often > 1)


def check_not_repeated(repeated: Iterable[str], used: Iterable[str]) -> None:
    """Raise if a name that is used is that of several columns."""
    used_twice = [name for name in repeated if name in set(used)]
    if used_twice:
        raise _names_error(f"several columns with the same name: {used_twice[:5]}")


def _names_error(what: str) -> FrameError:
    return FrameError(
        f"the data frame has {what}; expected different texts.",
        "rename the columns, for example with `frame.columns = [...]`.",
    )
