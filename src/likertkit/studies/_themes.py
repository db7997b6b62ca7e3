"""The codebook of a study's open answers."""

from __future__ import annotations

import attrs

from likertkit.results import Record, Table


@attrs.frozen(kw_only=True, eq=False, repr=False)
class ThemeRow(Record):
    """One theme found in the open answers, with its codes.

    Attributes
    ----------
    respondents : str
        Whose answers they were.
    direction : str
        What the theme speaks of, as in ``"gains"`` or ``"losses"``.
    theme : str
        The theme's name.
    codes : tuple of str
        The codes that it gathers.

    Examples
    --------
    >>> from likertkit import studies
    >>> gains = studies.balint().themes.filter(respondents="facilitators", direction="gains")
    >>> gains["time"].codes
    ('easier to manage',)
    """

    respondents: str
    direction: str
    theme: str
    codes: tuple[str, ...]


def codebook(rows: tuple[ThemeRow, ...]) -> Table[ThemeRow]:
    """Return themes as a table."""
    return Table(
        title="Themes of the open answers and their codes",
        names=("respondents", "direction", "theme", "codes"),
        by=("respondents", "direction"),
        rows=rows,
        notes=("No counts were published: a theme's place says nothing about how often it came.",),
        key="theme",
    )
