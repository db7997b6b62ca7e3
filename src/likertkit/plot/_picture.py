"""A picture: the tidy data that it shows, how they are drawn, and a file of it."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, ParamSpec

import attrs

from likertkit._checks import as_path, is_number, shown
from likertkit.errors import ArgumentError, ArgumentTypeError, FileAccessError
from likertkit.plot._sheet import need_matplotlib, root_figure

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from matplotlib.axes import Axes

    from likertkit.results import Table
    from likertkit.results._record import Record

P = ParamSpec("P")
_MOST_DPI = 2400


@attrs.frozen
class Picture:
    """What a function of this room makes: the data that it shows, and how they are drawn.

    Attributes
    ----------
    data : Table
        The figures, tidy and unrounded.
    draw : callable
        Draws them, and returns the Axes.
    """

    data: Table[Record]
    draw: Callable[[], Axes]


_FUNCTIONS: dict[object, Callable[..., Picture]] = {}


def drawn(make: Callable[P, Picture]) -> Callable[P, Axes]:
    """Return the public function that draws what *make* returns.

    :func:`data_for` finds *make* by the public function, so that both check the same options.
    """

    @functools.wraps(make)
    def draw(*args: P.args, **kwargs: P.kwargs) -> Axes:
        return make(*args, **kwargs).draw()

    _FUNCTIONS[draw] = make
    return draw


def data_for(picture: Callable[P, Axes], /, *args: P.args, **options: P.kwargs) -> Table[Record]:
    """Return the figures that a picture shows, tidy and unrounded, without drawing it.

    For whoever draws with another library: nothing here needs matplotlib.

    Parameters
    ----------
    picture : function
        A function of this room, such as :func:`diverging`.
    *args, **options
        What the function is called with.

    Returns
    -------
    Table
        The figures, whose ``to_frame()`` is a data frame of the library of your choice; the
        columns stand in the reference of the function.

    Raises
    ------
    ArgumentTypeError
        If *picture* is not a function of this room.
    LikertkitError
        As the function itself.

    Examples
    --------
    >>> import likertkit as lk
    >>> trial = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale.preset("agreement", 5))])
    >>> tally = lk.Tally.from_counts({"clear": {2: 1, 4: 5, 5: 4}}, trial)
    >>> frame = lk.plot.data_for(lk.plot.diverging, tally).to_frame()
    >>> frame["label"].iloc[-1], round(float(frame["end"].iloc[-1]), 3)
    ('Strongly agree', 0.9)
    """
    make = _FUNCTIONS.get(picture) if callable(picture) else None
    if make is None:
        raise ArgumentTypeError(
            f"picture={picture!r} is not a function of likertkit.plot.",
            "write, for example, plot.data_for(plot.diverging, responses).",
        )
    return make(*args, **options).data


def save(ax: Axes, path: str | os.PathLike[str], *, dpi: float | None = None) -> None:
    """Save the figure of a picture, with text that stays text in SVG and PDF.

    matplotlib turns the letters of an SVG into outlines unless a global setting says otherwise.
    This function sets it while the file is written, and restores it; ``figure.savefig`` follows
    the user's own settings as ever.

    Parameters
    ----------
    ax : Axes
        What a function of this room returned; the whole figure is saved.
    path : path-like
        The file; its ending says of which kind it is: ``.svg``, ``.pdf``, ``.png``, ….
    dpi : float, optional
        Dots per inch of a file of pixels; by default those of rcParams.

    Raises
    ------
    ArgumentTypeError
        If *ax* are not Axes.
    ArgumentError
        If matplotlib writes no such kind of file, or *dpi* is out of bounds.
    FileAccessError
        If the file cannot be written.

    Examples
    --------
    >>> import likertkit as lk
    >>> trial = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale.preset("agreement", 5))])
    >>> tally = lk.Tally.from_counts({"clear": {2: 1, 4: 5, 5: 3}}, trial)
    >>> ax = lk.plot.diverging(tally)
    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp(), "clear.svg")
    >>> lk.plot.save(ax, path)
    >>> "Strongly agree" in path.read_text(encoding="utf-8")
    True
    """
    need_matplotlib("plot.save")
    from matplotlib import rc_context
    from matplotlib.axes import Axes

    if not isinstance(ax, Axes):
        raise ArgumentTypeError(
            f"ax is a {type(ax).__name__}; expected the Axes that a picture was drawn on.",
            "pass what `plot.diverging(...)` returned.",
        )
    if dpi is not None and (not is_number(dpi) or not 1 <= dpi <= _MOST_DPI):
        raise ArgumentError(
            f"dpi={shown(dpi)} is not a number of dots per inch from 1 to {_MOST_DPI}.",
            "write dpi=300 for print.",
        )
    file = as_path(path)
    figure = root_figure(ax)
    kind = file.suffix.lower().removeprefix(".")
    known = figure.canvas.get_supported_filetypes()
    if kind not in known:
        raise ArgumentError(
            f"path={str(path)!r} does not end in a kind of file that matplotlib writes: "
            f"{', '.join(sorted(known))}.",
            "end the name in .svg, .pdf or .png.",
        )
    text: Any = {
        "svg.fonttype": "none",
        "pdf.fonttype": 42,
        "ps.fonttype": 42,
        "svg.hashsalt": "likert",
    }
    # The same picture makes the same file.
    metadata = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}.get(kind)
    with rc_context(text):
        try:
            figure.savefig(file, dpi="figure" if dpi is None else dpi, metadata=metadata)
        except OSError as error:
            raise FileAccessError(
                f"the file {str(file)!r} cannot be written: {error.strerror or error}.",
                "check the name, the folder and the permissions of the file.",
            ) from error
