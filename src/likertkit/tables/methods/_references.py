"""The references of a methods section, which stand in one file of BibTeX."""

from __future__ import annotations

import re
from importlib import metadata, resources
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable

_FIELD = re.compile(r"^  (\w+) = \{(.*)\},?$", re.MULTILINE)
_BY_AND = re.compile(r" and (?![^{]*\})")


def package_version(name: str) -> str:
    """Return the version of an installed package; empty where the package is not installed."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


@attrs.frozen(kw_only=True)
class Reference:
    """An entry of the file.

    Attributes
    ----------
    key : str
        Its key: the first author's name and the year.
    fields : dict
        Author, year, title, journal and so on.
    bibtex : str
        The entry as it stands in the file.
    """

    key: str
    fields: dict[str, str]
    bibtex: str

    @property
    def authors(self) -> list[tuple[str, str]]:
        """The authors: family name, initials."""
        names = []
        for author in _BY_AND.split(self.fields["author"]):
            family, _, given = author.partition(", ")
            initials = " ".join(f"{part[0]}." for part in given.split())
            names.append((family.strip("{}"), initials))
        return names

    def cited(self) -> str:
        """Return the authors and the year as a text cites them."""
        families = [family for family, _ in self.authors]
        who = " & ".join(families) if len(families) < 3 else f"{families[0]} et al."
        return f"{who}, {self.fields.get('year', 'n.d.')}"

    def listed(self) -> str:
        """Return the reference as a list of references has it, in Markdown."""
        names = [
            f"{family}, {initials}" if initials else family for family, initials in self.authors
        ]
        who = names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, & {names[-1]}"
        year = self.fields.get("year", "n.d.")
        return f"{who.removesuffix('.')}. ({year}). {self._what()}."

    def _what(self) -> str:
        fields = self.fields
        title = fields["title"]
        if "journal" in fields:
            number = f"({fields['number']})" if "number" in fields else ""
            pages = f", {fields['pages'].replace('--', '–')}" if "pages" in fields else ""
            return f"{title}. *{fields['journal']}*, *{fields['volume']}*{number}{pages}"
        if "publisher" in fields:
            edition = f" ({fields['edition']} ed.)" if "edition" in fields else ""
            return f"*{title}*{edition}. {fields['publisher']}"
        version = fields.get("version")
        return f"*{title}*{f' (Version {version})' if version else ''} [Computer software]"


def references(keys: Iterable[str]) -> tuple[Reference, ...]:
    """Return the references of some keys, in the order of the keys."""
    known = all_references()
    return tuple(known[key] for key in sorted({*keys}))


def all_references() -> dict[str, Reference]:
    """Return every reference of the file by its key."""
    text = resources.files("likertkit.tables.methods").joinpath("references.bib").read_text("utf-8")
    version = package_version("likertkit")
    found = {}
    for entry in re.split(r"\n+(?=@)", text.strip()):
        bibtex = entry.replace("VERSION", version) if version else _without_version(entry)
        key = bibtex.partition("{")[2].partition(",")[0]
        found[key] = Reference(key=key, fields=dict(_FIELD.findall(bibtex)), bibtex=bibtex)
    return found


def _without_version(entry: str) -> str:
    return entry.replace(",\n  version = {VERSION}", "")
