"""Figures of every respondent: columns of arrays, which print as a summary."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, ClassVar

import attrs
import numpy as np

from likertkit._text import counted
from likertkit.results import Table
from likertkit.results._arrays import FrozenArrays, frozen_array
from likertkit.results._record import Record, beside_figures, group_names
from likertkit.results._table import check_distinct_columns

if TYPE_CHECKING:
    from collections.abc import Hashable

    import pandas as pd
    from numpy.typing import NDArray

    from likertkit.responses._answers import RespondentAnswers


def frozen_arrays(
    named: tuple[tuple[str, NDArray[Any]], ...],
) -> tuple[tuple[str, NDArray[Any]], ...]:
    """Return copies of named arrays that cannot be written to."""
    return tuple((name, frozen_array(array)) for name, array in named)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class FigureSummary(Record):
    """The distribution of one figure over the respondents.

    Attributes
    ----------
    by : tuple of (str, object)
        The condition; empty without conditions.
    figure : str
        The column of the figure.
    n : int
        Rows for which it is defined.
    mean, sd, minimum, maximum : float
        Of these rows; the standard deviation has the divisor n - 1.
    """

    by: tuple[tuple[str, object], ...]
    figure: str
    n: int
    mean: float
    sd: float
    minimum: float
    maximum: float

    def columns(self) -> dict[str, object]:
        """Return the condition first, then the figures, unrounded."""
        figures = super().columns()
        del figures["by"]
        return beside_figures(self.by, figures)


def spread_of(values: NDArray[Any]) -> dict[str, Any]:
    """Return the number, mean, standard deviation and range of the defined figures."""
    defined = values[~np.isnan(values)].astype(np.float64)
    return {
        "n": len(defined),
        "mean": float(defined.mean()) if len(defined) else math.nan,
        "sd": float(defined.std(ddof=1)) if len(defined) > 1 else math.nan,
        "minimum": float(defined.min()) if len(defined) else math.nan,
        "maximum": float(defined.max()) if len(defined) else math.nan,
    }


@attrs.frozen(kw_only=True, eq=False, repr=False)
class RespondentFigures(FrozenArrays):
    """The base of results with a row for each respondent.

    Figures are read-only arrays with a value for each row.  Two results are equal if all their
    columns are equal, where NaN equals NaN; they cannot be hashed.

    Attributes
    ----------
    title : str
        The name of the figures.
    keys : tuple of (str, array of shape (n_rows,))
        The columns that name each row.
    by : tuple of str
        The condition, if there is one; it splits the summary.
    groups : tuple of tuple
        The conditions.
    group : array of int, shape (n_rows,)
        The condition of each row.
    options : tuple of (str, object)
        The options, as they were used.
    notes : tuple of str
        What must be known to read the figures.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> trial = lk.Instrument("trial", [lk.Item("q1", lk.LikertScale.preset("agreement", 5))])
    >>> frame = pd.DataFrame({"who": ["a", "b"], "q1": [5, 2]})
    >>> figures = lk.bias.response_styles(lk.Responses(frame, trial, respondent="who"))
    >>> figures.names[:4]
    ('who', 'acquiescence', 'disacquiescence', 'net_acquiescence')
    >>> figures.summary["net_acquiescence"].mean
    0.5
    """

    FIGURES: ClassVar[tuple[str, ...]] = ()
    """The columns of :meth:`to_frame` after the keys."""
    SHOWN: ClassVar[tuple[str, ...]] = ()
    """The figures of :attr:`summary`."""

    title: str
    keys: tuple[tuple[str, NDArray[Any]], ...] = attrs.field(converter=frozen_arrays)
    by: tuple[str, ...]
    groups: tuple[tuple[Hashable, ...], ...]
    group: NDArray[np.intp] = attrs.field(converter=frozen_array)
    options: tuple[tuple[str, object], ...] = ()
    notes: tuple[str, ...] = ()

    __hash__ = None  # type: ignore[assignment]

    def __attrs_post_init__(self) -> None:
        check_distinct_columns(self.names)

    @property
    def names(self) -> tuple[str, ...]:
        """The columns of :meth:`to_frame`, in order."""
        return (*group_names((name for name, _ in self.keys), self.FIGURES), *self.FIGURES)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.group)

    def to_frame(self) -> pd.DataFrame:
        """Return the figures as a pandas data frame.

        Returns
        -------
        DataFrame
            A row for each respondent (and condition) in the order of the answers, unrounded: the
            key columns, then the figures.
        """
        import pandas as pd

        figures = {name: getattr(self, name) for name in self.FIGURES}
        keys = zip(self.names, (values for _, values in self.keys), strict=False)
        return pd.DataFrame({**dict(keys), **figures})

    def _places(self) -> list[tuple[tuple[tuple[str, object], ...], NDArray[np.intp]]]:
        """Return each condition, and the rows under it."""
        return [
            (tuple(zip(self.by, values, strict=True)), np.flatnonzero(self.group == g))
            for g, values in enumerate(self.groups)
        ]

    @property
    def summary(self) -> Table[FigureSummary]:
        """The distribution of each figure over the respondents, by condition: what is printed."""
        rows = tuple(
            FigureSummary(by=by, figure=name, **spread_of(getattr(self, name)[rows]))
            for by, rows in self._places()
            for name in self.SHOWN
        )
        return Table(
            title=self.title,
            names=(*self.by, "figure", "n", "mean", "sd", "minimum", "maximum"),
            rows=rows,
            by=self.by,
            options=self.options,
            notes=self.notes,
            key="figure",
        )

    def to_text(self, width: int | None = None) -> str:
        """Return the summary as text.

        Parameters
        ----------
        width : int, optional
            The most columns a line may take; by default the terminal's.

        Returns
        -------
        str
            The title, a line for each figure, and the notes.
        """
        return self.summary.to_text(width)

    def to_markdown(self) -> str:
        """Return the summary as Markdown to paste.

        Returns
        -------
        str
            The title, a line for each figure, and the notes.
        """
        return self.summary.to_markdown()

    def __repr__(self) -> str:
        """Return the summary as text."""
        return self.to_text()

    def _repr_html_(self) -> str:
        return self.summary._repr_html_()  # pyright: ignore[reportPrivateUsage] - a notebook's own name

    def __eq__(self, other: object) -> bool:
        """Return whether the other is of this class, with the same columns."""
        if type(other) is not type(self):
            return NotImplemented
        return (
            (self.title, self.by, self.groups, self.options, self.notes)
            == (other.title, other.by, other.groups, other.options, other.notes)
            and [name for name, _ in self.keys] == [name for name, _ in other.keys]
            and all(
                np.array_equal(left, right)
                for (_, left), (_, right) in zip(self.keys, other.keys, strict=True)
            )
            and all(
                np.array_equal(getattr(self, name), getattr(other, name), equal_nan=True)
                for name in self.FIGURES
            )
        )


def common_fields(answers: RespondentAnswers, what: str) -> dict[str, Any]:
    """Return the fields that all results of these answers share."""
    return {
        "title": f"{what} in {answers.instrument.name}: {counted(len(answers.group), 'row')}",
        "keys": answers.keys,
        "by": answers.by,
        "groups": answers.groups,
        "group": answers.group,
    }
