"""The file that is named beside the answers: a structure of the survey, or a twin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from likertkit._checks import as_path, read_bytes
from likertkit.io.structures._match import describe_columns, match_columns
from likertkit.io.structures._r_syntax import is_r_syntax
from likertkit.io.structures._structure import is_structure, read_structure

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from likertkit.io._columns import Column
    from likertkit.io.files._sheet import Log
    from likertkit.io.structures._facts import Facts


@attrs.frozen
class Description:
    """What is named beside the answers.

    Attributes
    ----------
    name : str
        The file's name; empty where no file is named.
    data : bytes
        What it holds.
    facts : mapping of str to Facts
        What it says of each column, by the column's code.
    is_twin : bool
        Whether it is no structure, and must be a second export of the same answers.
    """

    name: str = ""
    data: bytes = b""
    facts: Mapping[str, Facts] = attrs.field(factory=dict)
    is_twin: bool = False

    def describe(
        self, columns: Sequence[Column], log: Log
    ) -> tuple[list[Column], dict[int, Facts]]:
        """Return the columns with their texts, and what is said of each, by its place."""
        if not self.name or self.is_twin:
            return [*columns], {}
        # R syntax numbers the columns.
        in_order = is_r_syntax(self.data)
        facts = match_columns(columns, self.facts, self.name, log, in_order=in_order)
        return describe_columns(columns, facts), facts


def open_description(structure: str | os.PathLike[str] | None) -> Description:
    """Return what the file that is named beside the answers says."""
    if structure is None:
        return Description()
    path = as_path(structure)
    data = read_bytes(path)
    if not is_structure(data):
        return Description(path.name, data, is_twin=True)
    return Description(path.name, data, read_structure(data, path.name))
