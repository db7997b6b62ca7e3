"""A questionnaire: items in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import attrs

from likertkit._checks import as_names, is_in
from likertkit._text import counted
from likertkit.errors import ArgumentTypeError, DefinitionError, UnknownItemError
from likertkit.instrument._files import read_instrument, write_instrument
from likertkit.instrument._item import Item, check_name, check_text

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator


def check_instrument(instrument: object) -> None:
    """Raise unless *instrument* is one.

    Raises
    ------
    ArgumentTypeError
        If it is anything else, such as a scale or a list of items.
    """
    if not isinstance(instrument, Instrument):
        raise ArgumentTypeError(
            f"instrument is a {type(instrument).__name__}; expected an Instrument.",
            "put the items into an Instrument: `lk.Instrument('name', [lk.Item('q1', scale)])`.",
        )


def _as_name(value: str) -> str:
    return check_name(value, "name")


def _as_title(value: str) -> str:
    return check_text(value, "title")


def _as_citation(value: str) -> str:
    return check_text(value, "citation")


def _check_item(value: object, hint: str) -> None:
    if not isinstance(value, Item):
        raise ArgumentTypeError(f"items has {value!r}, which is not an Item.", hint)


def _as_items(value: Iterable[Item]) -> tuple[Item, ...]:
    hint = "write items=[Item('q1', scale), Item('q2', scale)]."
    try:
        items = tuple(value)
    except TypeError as error:
        raise ArgumentTypeError(f"items={value!r} is not a sequence of items.", hint) from error
    for item in items:
        _check_item(item, hint)
    if not items:
        raise DefinitionError("items is empty; expected at least one item.", hint)
    names = [item.name for item in items]
    if twice := [name for name in dict.fromkeys(names) if names.count(name) > 1]:
        raise DefinitionError(
            f"{len(twice)} of the items' names appear more than once: "
            f"{', '.join(map(repr, twice[:5]))}.",
            "give each item a different name.",
        )
    return items


_MOST_NAMES = 6


@attrs.frozen(repr=False)
class Instrument:
    """A questionnaire: named items, each with its scale, in the order asked.

    Parameters
    ----------
    name : str
        The short name of the instrument.
    items : iterable of Item
        At least one; their names are distinct.
    title : str, optional
        The instrument's full title.
    citation : str, optional
        Where it was published.

    Raises
    ------
    DefinitionError
        If there are no items, two bear one name, or a name is empty.
    ArgumentTypeError
        If an argument is of another type.

    Notes
    -----
    Iteration yields the items, ``len`` counts them, ``in`` takes an item or its name, and
    ``instrument["q1"]`` is the item of that name (UnknownItemError if there is none).

    Examples
    --------
    >>> import likertkit as lk
    >>> agreement = lk.LikertScale.preset("agreement", 5)
    >>> instrument = lk.Instrument(
    ...     "balint", [lk.Item("heard", agreement), lk.Item("drained", agreement, keyed="negative")]
    ... )
    >>> instrument.names, instrument["drained"].keyed
    (('heard', 'drained'), 'negative')
    """

    name: str = attrs.field(converter=_as_name)
    items: tuple[Item, ...] = attrs.field(converter=_as_items)
    title: str = attrs.field(default="", converter=_as_title, kw_only=True)
    citation: str = attrs.field(default="", converter=_as_citation, kw_only=True)

    @property
    def names(self) -> tuple[str, ...]:
        """The items' names, in order."""
        return tuple(item.name for item in self.items)

    @property
    def subscales(self) -> tuple[str, ...]:
        """The names of the subscales, in the order of their first items."""
        named = [item.subscale for item in self.items if item.subscale is not None]
        return tuple(dict.fromkeys(named))

    def __repr__(self) -> str:
        """Return the name and the items' names, a line that fits into a message."""
        shown = [f"{name!r}" for name in self.names[:_MOST_NAMES]]
        rest = len(self.items) - len(shown)
        return (
            f"<Instrument {self.name!r} with {counted(len(self.items), 'item')}: "
            f"{', '.join(shown)}{f' and {rest} more' if rest else ''}>"
        )

    def __getitem__(self, name: str) -> Item:
        for item in self.items:
            if is_in(name, (item.name,)):
                return item
        raise UnknownItemError(name, self.names)

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __contains__(self, item: object) -> bool:
        return item in self.names or item in self.items

    def subscale(self, name: str) -> Self:
        """Return the instrument with the items of one subscale only.

        Parameters
        ----------
        name : str
            One of `subscales`.

        Returns
        -------
        Instrument
            The items of that subscale, in order, under the same name, title and citation.

        Raises
        ------
        UnknownItemError
            If there is no such subscale.

        Examples
        --------
        >>> import likertkit as lk
        >>> scale = lk.LikertScale.preset("agreement", 5)
        >>> instrument = lk.Instrument(
        ...     "demo", [lk.Item("q1", scale, subscale="ease"), lk.Item("q2", scale)]
        ... )
        >>> instrument.subscale("ease").names
        ('q1',)
        """
        if not is_in(name, self.subscales):
            raise UnknownItemError(name, self.subscales, "subscale")
        return attrs.evolve(self, items=[item for item in self.items if item.subscale == name])

    def select(self, names: str | Iterable[str]) -> Self:
        """Return the instrument with some of its items only.

        Parameters
        ----------
        names : str or iterable of str
            Names of items, in the order wanted.

        Returns
        -------
        Instrument
            These items, under the same name, title and citation.

        Raises
        ------
        UnknownItemError
            If there is no item of one of the names.
        ArgumentError
            If a name stands twice.

        Examples
        --------
        >>> import likertkit as lk
        >>> scale = lk.LikertScale.preset("agreement", 5)
        >>> lk.Instrument("demo", [lk.Item("q1", scale), lk.Item("q2", scale)]).select("q2").names
        ('q2',)
        """
        return attrs.evolve(self, items=[self[name] for name in as_names(names, "names")])

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Self:
        """Read an instrument from a file.

        Parameters
        ----------
        path : str or path-like
            A ``.toml`` or ``.json`` file as :meth:`save` writes it.

        Returns
        -------
        Instrument
            The instrument, equal to the one that was saved.

        Raises
        ------
        FileAccessError
            If the file cannot be read.
        FileFormatError
            If the file is neither format, is of a later version, lacks a key, has a key that is
            not known, or describes something that cannot be; it names the file and the key.

        Examples
        --------
        >>> import pathlib, tempfile
        >>> import likertkit as lk
        >>> path = pathlib.Path(tempfile.mkdtemp(), "demo.toml")
        >>> _ = path.write_text('''
        ... format = "likertkit-instrument"
        ... version = 1
        ... name = "demo"
        ... [scales.yes_no]
        ... codes = [0, 1]
        ... labels = { 0 = "No", 1 = "Yes" }
        ... [[items]]
        ... name = "q1"
        ... scale = "yes_no"
        ... ''')
        >>> lk.Instrument.load(path)["q1"].scale.labels
        {0: 'No', 1: 'Yes'}
        """
        return read_instrument(
            path,
            lambda name, items, title, citation: cls(name, items, title=title, citation=citation),
        )

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the instrument to a file, from which :meth:`load` makes an equal one.

        Parameters
        ----------
        path : str or path-like
            The file, whose ending says the format: ``.toml`` or ``.json``. A file of that name
            is replaced.

        Raises
        ------
        FileFormatError
            If the ending is neither, or a text cannot be written as UTF-8.

        Examples
        --------
        >>> import pathlib, tempfile
        >>> import likertkit as lk
        >>> instrument = lk.Instrument(
        ...     "demo", [lk.Item("q1", lk.LikertScale.preset("frequency", 5))]
        ... )
        >>> path = pathlib.Path(tempfile.mkdtemp(), "demo.json")
        >>> instrument.save(path)
        >>> lk.Instrument.load(path) == instrument
        True
        """
        write_instrument(
            path, name=self.name, items=self.items, title=self.title, citation=self.citation
        )
