"""The ways from a table of results to a page that is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from likertkit._text import Grid


class Printing:
    """The ways from a table of results to a page that is printed."""

    __slots__ = ()

    if TYPE_CHECKING:
        title: str

        def _grid(self) -> Grid: ...
        def _footer(self) -> tuple[str, ...]: ...

    def to_html(self) -> str:
        """Return the table as a figure of a page, as a notebook shows it.

        Returns
        -------
        str
            A ``<figure class="likertkit">``: the table with its title as the caption, the rounded
            rows, and the notes below.  Cells have the class ``figure`` or ``text`` and no style of
            their own; every text is escaped.
        """
        return self._grid().to_html(self.title, self._footer())

    def _repr_html_(self) -> str:
        return self.to_html()
