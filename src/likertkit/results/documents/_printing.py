"""The ways from a table of results to a page that is printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, overload

from likertkit._checks import as_path, write_bytes
from likertkit.errors import ArgumentError
from likertkit.results.documents._docx import to_docx
from likertkit.results.documents._latex import to_latex
from likertkit.results.documents._printed import PrintedTable, readable_grid
from likertkit.results.documents._xlsx import Sheet, workbook

if TYPE_CHECKING:
    import os

    from likertkit._text import Grid

_LABEL = re.compile(r"[A-Za-z0-9:._-]*")


class Printing:
    """The ways from a table of results to a page that is printed."""

    __slots__ = ()

    if TYPE_CHECKING:
        title: str
        names: tuple[str, ...]
        by: tuple[str, ...]

        def _grid(self) -> Grid: ...
        def _footer(self) -> tuple[str, ...]: ...

    def _printed(self) -> tuple[PrintedTable, ...]:
        """Return what is printed: a table, or several one below the other."""
        grid = readable_grid(self._grid(), set(self.names) - set(self.by))
        return (PrintedTable(self.title, grid, self._footer()),)

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

    @overload
    def to_latex(self, path: None = None, *, label: str = "") -> str: ...
    @overload
    def to_latex(self, path: str | os.PathLike[str], *, label: str = "") -> None: ...
    def to_latex(
        self, path: str | os.PathLike[str] | None = None, *, label: str = ""
    ) -> str | None:
        r"""Return the table as LaTeX with the rules of booktabs, or write it into a file.

        Parameters
        ----------
        path : path-like, optional
            The file, in UTF-8; an existing file is replaced.  By default the text is returned.
        label : str, optional
            The name by which ``\ref`` finds the table.

        Returns
        -------
        str or None
            A ``table`` with its caption, the rounded rows and the notes below.  More than 40 rows
            become a ``longtable``, which goes on over pages and needs the package of that name.

        Raises
        ------
        ArgumentError
            If the label is not a name that LaTeX takes: letters, digits and the signs ``:._-``.
        FileAccessError
            If the file cannot be written.

        Notes
        -----
        The preamble needs ``\usepackage{booktabs}``.  Every sign of LaTeX is escaped, and
        mathematical and Greek signs become commands.  Letters of scripts that pdflatex does not
        have, such as Arabic or Chinese, stay: take LuaLaTeX or XeLaTeX with a font that has them.

        Examples
        --------
        >>> import likertkit as lk
        >>> trial = lk.Instrument("trial", [lk.Item("q_1", lk.LikertScale())])
        >>> table = lk.means(lk.Tally.from_counts({"q_1": {4: 3, 5: 1}}, trial))
        >>> print(table.to_latex(label="tab:means").split(r"\toprule")[0])
        % Needs \usepackage{booktabs}.
        \begin{table}[htbp]
        \centering
        \caption{Means of trial}\label{tab:means}
        \begin{tabular}{lrrrrrr}
        <BLANKLINE>
        """
        if not isinstance(label, str) or not _LABEL.fullmatch(label):
            raise ArgumentError(
                f"label={label!r} is not a name that LaTeX takes.",
                "write letters, digits and the signs : . _ - only, such as 'tab:means'.",
            )
        parts = enumerate(self._printed())
        text = "\n".join(to_latex(part, label if k == 0 else "") for k, part in parts)
        if path is None:
            return text
        write_bytes(as_path(path), text.encode())
        return None

    def to_xlsx(self, path: str | os.PathLike[str]) -> None:
        """Write the table into an Excel workbook.

        Parameters
        ----------
        path : path-like
            The file; an existing file is replaced.

        Raises
        ------
        MissingExtraError
            If XlsxWriter is not installed: it is in the extra ``office``.
        FileAccessError
            If the file cannot be written.

        Notes
        -----
        A figure is a number, unrounded, that shows the decimals which are printed; every other cell
        is text, so that no cell is a formula or a link.

        Examples
        --------
        >>> import likertkit as lk, pathlib, tempfile
        >>> trial = lk.Instrument("trial", [lk.Item("q1", lk.LikertScale())])
        >>> table = lk.means(lk.Tally.from_counts({"q1": {4: 3, 5: 1}}, trial))
        >>> path = pathlib.Path(tempfile.mkdtemp(), "means.xlsx")
        >>> table.to_xlsx(path)
        >>> path.stat().st_size > 0
        True
        """
        write_bytes(as_path(path), workbook([Sheet("Table", self._printed())]))

    def to_docx(self, path: str | os.PathLike[str]) -> None:
        """Write the table into a Word file.

        Parameters
        ----------
        path : path-like
            The file; an existing file is replaced.

        Raises
        ------
        MissingExtraError
            If python-docx is not installed: it is in the extra ``office``.
        FileAccessError
            If the file cannot be written.

        Notes
        -----
        The title is a caption above, the header is repeated on each page, three rules and no
        vertical lines stand as in APA style, and the notes are below.  A wide table lies on a
        landscape page.

        Examples
        --------
        >>> import likertkit as lk, pathlib, tempfile
        >>> trial = lk.Instrument("trial", [lk.Item("q1", lk.LikertScale())])
        >>> table = lk.means(lk.Tally.from_counts({"q1": {4: 3, 5: 1}}, trial))
        >>> path = pathlib.Path(tempfile.mkdtemp(), "means.docx")
        >>> table.to_docx(path)
        >>> path.stat().st_size > 0
        True
        """
        write_bytes(as_path(path), to_docx(self._printed()))
