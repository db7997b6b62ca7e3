"""The sheet that a picture is drawn on: new or given Axes, fonts, text and where it fits.

All lengths are points.  Fonts, sizes and the resolution are those of the user's rcParams, which
nothing here changes.  A new figure is one of pyplot, as a notebook and ``plt.show()`` expect; with
``ax=`` pyplot is not even imported.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, cast

import attrs

from likertkit._checks import is_number, shown
from likertkit._text import one_line
from likertkit._text._width import BETWEEN_WORDS
from likertkit.errors import ArgumentError, ArgumentTypeError, MissingExtraError
from likertkit.plot._palette import FAINT, INK, WARNING
from likertkit.responses._countable import SYNTHETIC

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, SubFigure
    from matplotlib.font_manager import FontProperties
    from matplotlib.text import Text

POINTS = 72.0
"""Points of an inch."""
LEADING = 1.25
"""The height of a line of text, as a multiple of the size of its font."""

Role = Literal["title", "axis", "tick", "legend", "label", "note", "mark"]

# The rcParam that sizes each kind of text, and how much smaller it is.
_SIZES: dict[Role, tuple[str, float]] = {
    "title": ("axes.titlesize", 1),
    "axis": ("axes.labelsize", 0.9),
    "tick": ("ytick.labelsize", 0.9),
    "legend": ("legend.fontsize", 0.9),
    "label": ("xtick.labelsize", 0.8),
    "note": ("font.size", 0.75),
    "mark": ("font.size", 0.9),
}
# A renderer that fits letters to pixels may set a text so much wider than its outlines.
_HINTING = 1.04
_LEAST_WIDTH = 1.5 * POINTS
_MOST_WIDTH = 60 * POINTS


def need_matplotlib(feature: str) -> None:
    """Raise unless matplotlib, which the extra ``plot`` installs, can be imported.

    Raises
    ------
    MissingExtraError
        If it is not installed.
    """
    try:
        __import__("matplotlib")
    except ModuleNotFoundError as error:
        if error.name != "matplotlib":
            raise
        raise MissingExtraError(feature, "matplotlib", "plot") from error


def setting(name: str) -> Any:
    """Return one of the user's rcParams."""
    from matplotlib import rcParams

    return cast("Any", rcParams)[name]


@attrs.frozen
class Font:
    """The font of one kind of text.

    Attributes
    ----------
    properties : FontProperties
        What matplotlib draws with.
    size : float
        Its size.
    """

    properties: FontProperties
    size: float

    @property
    def line(self) -> float:
        """The height of a line."""
        return self.size * LEADING

    def width(self, text: str) -> float:
        """Return how wide a line of text is."""
        return _width(text, self.properties)

    def wrap(self, text: str, width: float) -> list[str]:
        """Return the lines of a text that fits into a width; only a longer word is cut."""
        lines: list[str] = []
        line = ""
        for word in BETWEEN_WORDS.split(" ".join(one_line(text).split())):
            longer = f"{line} {word}" if line else word
            if self.width(longer) <= width:
                line = longer
                continue
            lines += [line] if line else []
            *cut, line = self._cut(word, width)
            lines += cut
        return [*lines, line] if line else lines

    def _cut(self, word: str, width: float) -> list[str]:
        """Return the parts of a word, each as long as fits."""
        parts, start = [], 0
        for end in range(1, len(word) + 1):
            if end - start > 1 and self.width(word[start:end]) > width:
                parts.append(word[start : end - 1])
                start = end - 1
        return [*parts, word[start:]]


@lru_cache(maxsize=4096)
def _width(text: str, properties: FontProperties) -> float:
    from matplotlib.textpath import text_to_path

    width, _, _ = text_to_path.get_text_width_height_descent(text, properties, ismath=False)
    return float(width) * _HINTING


def font(role: Role, *, bold: bool = False) -> Font:
    """Return the font of a kind of text, by the user's rcParams."""
    from matplotlib.font_manager import FontProperties

    name, factor = _SIZES[role]
    properties = FontProperties(size=setting(name), weight="bold" if bold else None)
    size = properties.get_size_in_points() * factor
    properties.set_size(size)
    return Font(properties, size)


@attrs.frozen
class Line:
    """A line of text."""

    text: str
    font: Font
    color: str = INK


def lines_of(
    texts: Iterable[str], role: Role, width: float, *, color: str = INK, bold: bool = False
) -> list[Line]:
    """Return texts as lines that fit into a width, each text on a line of its own."""
    own = font(role, bold=bold)
    return [Line(line, own, color) for text in texts if text for line in own.wrap(text, width)]


def head_lines(title: str, notes: Iterable[str], width: float) -> list[Line]:
    """Return what stands above a picture: its title, and that its data are synthetic if they are.

    *notes* are those of the table of results that is drawn.
    """
    return [
        *lines_of([title], "title", width),
        *lines_of([synthetic_mark(notes)], "mark", width, color=WARNING, bold=True),
    ]


def foot_lines(notes: Iterable[str], width: float) -> list[Line]:
    """Return the notes at the foot of a picture: its base, n, weights, the view."""
    sentences = " ".join(note for note in dict.fromkeys(notes) if note)
    return lines_of([sentences], "note", width, color=FAINT)


def height_of(lines: Iterable[Line]) -> float:
    """Return how high lines are together."""
    return sum(line.font.line for line in lines)


@attrs.frozen
class Margins:
    """What is kept free around the data, for labels, a legend and notes."""

    left: float
    right: float
    top: float
    bottom: float


@attrs.define
class Sheet:
    """The place of a picture: the Axes that were given, or a figure that is still to be made.

    Attributes
    ----------
    width : float
        How wide the picture is, with its labels.
    ax : Axes or None
        The Axes, once they are there.
    """

    width: float
    ax: Axes | None

    @classmethod
    def open(cls, feature: str, ax: object, width: object = None) -> Sheet:
        """Return the sheet for an option ``ax`` and an option ``width``, which are checked here.

        Parameters
        ----------
        feature : str
            What the user called, for an error.
        ax : Axes or None
            The Axes to draw on; None for a new figure.
        width : float, optional
            How many inches wide a new figure is; by default as rcParams say.
        """
        need_matplotlib(feature)
        from matplotlib.axes import Axes

        if ax is None:
            inches = setting("figure.figsize")[0] if width is None else _check_width(width)
            return cls(POINTS * inches, None)
        if not isinstance(ax, Axes):
            raise ArgumentTypeError(
                f"ax is a {type(ax).__name__}; expected matplotlib Axes.",
                "pass one of the Axes of `plt.subplots()`, or leave `ax=` out.",
            )
        if width is not None:
            raise ArgumentError(
                f"width={width!r} has no effect beside ax=: the Axes have their own width.",
                "leave `width=` or `ax=` out.",
            )
        return cls(_size_of(ax)[0], ax)

    def place(self, margins: Margins, height: float) -> tuple[Axes, float]:
        """Return the Axes, with margins around the data, and the height of the data.

        Given Axes are made smaller, so that all labels stay in their place; data are as high as is
        left there.  New Axes are as high as is asked for.

        Raises
        ------
        ArgumentError
            If given Axes are too low or too narrow.
        """
        needed = margins.top + height + margins.bottom
        inside = self.width - margins.left - margins.right
        if self.ax is None:
            import matplotlib.pyplot as plt

            figure = plt.figure(figsize=(self.width / POINTS, needed / POINTS))
            self.ax = figure.add_axes(
                (
                    margins.left / self.width,
                    margins.bottom / needed,
                    inside / self.width,
                    height / needed,
                )
            )
            return self.ax, height
        wide, high = _size_of(self.ax)
        if high < needed - 0.5:
            raise ArgumentError(
                f"ax is {high / POINTS:.1f} inches high, and the picture needs "
                f"{needed / POINTS:.1f} at this width and font size.",
                "leave `ax=` out for a figure that is high enough, make the Axes higher, or the "
                "font smaller: `plt.rc_context({'font.size': 7})`.",
            )
        box = self.ax.get_position()
        self.ax.set_position(
            (
                box.x0 + box.width * margins.left / wide,
                box.y0 + box.height * margins.bottom / high,
                box.width * inside / wide,
                box.height * (high - margins.top - margins.bottom) / high,
            )
        )
        return self.ax, high - margins.top - margins.bottom

    def write(
        self,
        x: float,
        y: float,
        text: str,
        font: Font,
        *,
        color: str = INK,
        align: Literal["left", "center", "right"] = "left",
        valign: Literal["top", "center", "bottom"] = "center",
    ) -> Text:
        """Write a text at a point, counted from the top left corner of the Axes, downwards.

        Whatever stands in it is drawn as it is: it is neither a formula nor TeX.
        """
        ax = cast("Axes", self.ax)
        return ax.text(
            x,
            y,
            text,
            transform=from_top_left(ax),
            fontproperties=font.properties,
            color=color,
            ha=align,
            va=valign,
            parse_math=False,
            usetex=False,
            clip_on=False,
            linespacing=LEADING / 1.2,
        )

    def write_lines(
        self,
        x: float,
        y: float,
        lines: Iterable[Line],
        *,
        align: Literal["left", "center", "right"] = "left",
    ) -> float:
        """Write lines below a height, and return the height below them."""
        for line in lines:
            middle = y + line.font.line / 2
            self.write(x, middle, line.text, line.font, color=line.color, align=align)
            y += line.font.line
        return y


def _size_of(ax: Axes) -> tuple[float, float]:
    """Return width and height of Axes."""
    # A figure inside a figure has its own box.
    figure: Figure | SubFigure = ax.figure
    box = ax.get_position()
    scale = POINTS / figure.dpi
    return float(box.width * figure.bbox.width * scale), float(
        box.height * figure.bbox.height * scale
    )


def from_top_left(ax: Axes) -> Any:
    """Return the transform from points, counted from the top left corner of Axes, downwards."""
    from matplotlib.transforms import Affine2D, ScaledTranslation

    inches = Affine2D().scale(1 / POINTS, -1 / POINTS)
    return (
        inches
        + root_figure(ax).dpi_scale_trans
        + ScaledTranslation(0, 1, cast("Any", ax.transAxes))
    )


def root_figure(ax: Axes) -> Figure:
    """Return the figure that Axes are on, the outermost of several."""
    figure: Any = ax.figure
    while hasattr(figure, "_parent"):
        figure = figure._parent  # noqa: SLF001 - `get_figure(root=True)` came with 3.10
    return figure  # type: ignore[no-any-return]


def _check_width(width: object) -> float:
    if not is_number(width):
        raise ArgumentTypeError(
            f"width={width!r} is not a number of inches.", "write width=6.5 for a page."
        )
    if not _LEAST_WIDTH / POINTS <= width <= _MOST_WIDTH / POINTS:
        raise ArgumentError(
            f"width={shown(width)} is out of bounds; expected {_LEAST_WIDTH / POINTS:g} to "
            f"{_MOST_WIDTH / POINTS:g} inches.",
            "write width=3.3 for a column, 6.5 for a page, 10 for a slide.",
        )
    return float(width)


def plain_axes(ax: Axes, color: str = FAINT) -> None:
    """Take the frame off Axes, and give the ticks a faint colour and no length."""
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.tick_params(length=0, colors=color)


def synthetic_mark(notes: Iterable[str]) -> str:
    """Return what marks a picture of synthetic answers; empty for answers that people gave."""
    return "Synthetic data: no person gave these answers" if SYNTHETIC in notes else ""
