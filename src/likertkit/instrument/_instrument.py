"""A questionnaire: items in order."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Self

import attrs

from likertkit._checks import as_list, as_names, check_flag, is_in
from likertkit._text import counted
from likertkit.errors import (
    ArgumentTypeError,
    DefinitionError,
    LikertkitWarning,
    UnknownItemError,
)
from likertkit.instrument._files import read_instrument, write_instrument
from likertkit.instrument._item import Item, check_name, check_text
from likertkit.instrument._notebook import instrument_html
from likertkit.instrument._patterns import match_names, points_left, revise_items
from likertkit.instrument._score_item import refuse_scores

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Mapping

    from likertkit.instrument._presets import Orientation


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
    if instrument.to_review:
        points = "\n".join(f"- {mark}" for mark in instrument.to_review)
        warnings.warn(
            f"the instrument {instrument.name!r} is a draft with "
            f"{counted(len(instrument.to_review), 'point')} that somebody must look at:\n{points}\n"
            "Hint: settle them with instrument.revise(positive=..., negative=[...], "
            "reviewed=True), or in its file.",
            LikertkitWarning,
            stacklevel=4,
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


def _as_marks(value: Iterable[str]) -> tuple[str, ...]:
    if isinstance(value, str):
        raise ArgumentTypeError("to_review is a single text.", _MARKS_HINT)
    return tuple(check_text(mark, "to_review") for mark in as_list(value, "to_review", _MARKS_HINT))


_MARKS_HINT = "write to_review=['sentence', 'sentence'], or leave it out."
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
    to_review : iterable of str, optional
        What somebody must still look at: the points of a draft that was made from an export.
        Answers that are bound to such an instrument warn and list them.

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
    to_review: tuple[str, ...] = attrs.field(default=(), converter=_as_marks, kw_only=True)

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

    def _repr_html_(self) -> str:
        return instrument_html(self.title or self.name, self.items, self.to_review)

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

    def select(self, *names: str | Iterable[str]) -> Self:
        """Return the instrument with some of its items only.

        Parameters
        ----------
        *names : str or iterable of str
            Names of items, in the order wanted; ``"q1..q6"`` for all items from one to the other,
            and ``"w*"`` for all whose names begin alike.

        Returns
        -------
        Instrument
            These items, under the same name, title and citation.

        Raises
        ------
        UnknownItemError
            If there is no item of one of the names, or none that a pattern stands for.
        ArgumentError
            If a name stands twice, or a run goes backwards.

        Examples
        --------
        >>> import likertkit as lk
        >>> scale = lk.LikertScale.preset("agreement", 5)
        >>> demo = lk.Instrument(
        ...     "demo", [lk.Item(name, scale) for name in ("q1", "q2", "q3", "w1")]
        ... )
        >>> demo.select("q2..q3", "w*").names
        ('q2', 'q3', 'w1')
        """
        listed = [name for some in names for name in as_names(some, "names")]
        matched = match_names(listed, self.names, "names")
        return attrs.evolve(self, items=[self[name] for name in matched])

    def revise(
        self,
        *,
        positive: Orientation | None = None,
        negative: str | Iterable[str] | None = None,
        subscales: Mapping[str, str | Iterable[str]] | None = None,
        reviewed: bool = False,
    ) -> Self:
        """Return the instrument with what a draft leaves open.

        Parameters
        ----------
        positive : {'high', 'low'}, optional
            The end of the codes that is the positive end, of every scale.
        negative : str or iterable of str, optional
            Names, or patterns of names as in :meth:`select`, of the items that are worded
            negatively; all other items are then keyed positively.
        subscales : mapping of str to str or iterable of str, optional
            Subscale → its items, as names or patterns.
        reviewed : bool, optional
            Whether somebody has looked at all points of `to_review`, which are then empty.  The
            points of a draft that ask for `positive` and `negative` go when these are given;
            ``negative=[]`` says that no item is worded negatively.

        Returns
        -------
        Instrument
            The revised instrument; what is not named stays as it is.

        Raises
        ------
        UnknownItemError
            If there is no item of one of the names.
        DefinitionError
            If an item is in two subscales.
        OptionError
            If `positive` is neither of its words.

        Examples
        --------
        >>> import likertkit as lk
        >>> scale = lk.LikertScale.from_labels(["Disagree", "Neutral", "Agree"])
        >>> draft = lk.Instrument("demo", [lk.Item(name, scale) for name in ("q1", "q2", "w1")])
        >>> revised = draft.revise(positive="high", negative="q2", subscales={"work": "w*"})
        >>> revised["q2"].keyed, revised["q2"].scale.positive, revised["w1"].subscale
        ('negative', 'high', 'work')
        """
        check_flag(reviewed, "reviewed", "write reviewed=True once all points are settled.")
        items = revise_items(self.items, positive, negative, subscales)
        left = () if reviewed else points_left(self.to_review, positive, negative)
        return attrs.evolve(self, items=items, to_review=left)

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
            lambda name, items, title, citation, to_review: cls(
                name, items, title=title, citation=citation, to_review=to_review
            ),
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
        ArgumentTypeError
            If an item is a scale score.

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
        refuse_scores(
            self.items, "an instrument file", "save the instrument of the items, and score again."
        )
        write_instrument(
            path,
            name=self.name,
            items=self.items,
            title=self.title,
            citation=self.citation,
            to_review=self.to_review,
        )
