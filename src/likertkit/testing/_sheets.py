"""A sheet of answers that knows what each cell means, before an engine's types hold it."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import attrs

from likertkit.errors import LikertkitWarning
from likertkit.responses import Responses
from likertkit.testing._columns import AnswerColumn, KeyColumn, kinds, written
from likertkit.testing._engines import frame_of
from likertkit.testing._extra import st
from likertkit.testing._options import switched

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from likertkit.instrument import Instrument, LikertScale
    from likertkit.testing._columns import Role
    from likertkit.testing._options import Engine

CONDITIONS = (("before", "after"), (1, 2), ("\u00e9", "B ", "a"), (False, True), (2.5, 1.0))
STRATA = ((1, 2), ("a", "B", "\u00e9"), (False, True), (0.5, 3.0))
# A group may be blank, and a stratum never.
GROUPS = tuple((*pool, None) for pool in STRATA)
_WEIGHTS = ((1, 2, 3, 0), (1.0, 0.1, 0.2, 0.3, 2.75, 0.0, 1000.0))
_MOST_SPELLINGS = 8
_MOST_CLUSTERS = 3


@attrs.frozen(kw_only=True)
class Sheet:
    """Columns of answers to an instrument, in the instrument's order, and of keys.

    Attributes
    ----------
    instrument : Instrument
        The items.
    n_rows : int
        The number of rows.
    answers : tuple of AnswerColumn
        A column an item.
    keys : tuple of KeyColumn
        The other columns.
    """

    instrument: Instrument
    n_rows: int
    answers: tuple[AnswerColumn, ...]
    keys: tuple[KeyColumn, ...] = ()

    def key(self, role: Role) -> str | None:
        """Return the name of the column with a role that only one column has."""
        return next((key.name for key in self.keys if key.role == role), None)

    def declared(self) -> dict[str, Any]:
        """Return the arguments of the responses that name the columns."""
        names = zip(self.instrument.names, self.answers, strict=True)
        roles: tuple[Role, ...] = ("respondent", "condition", "stratum", "cluster", "weight")
        return {
            "columns": {item: column.name for item, column in names},
            **{role: self.key(role) for role in roles},
        }

    def frame(self, engine: Engine) -> Any:
        """Return the sheet as a new data frame of an engine."""
        return frame_of(self.answers, self.keys, engine)

    def responses(self, engine: Engine = "pandas") -> Responses:
        """Return the sheet as responses."""
        frame = self.frame(engine)
        with warnings.catch_warnings():
            # A level may be called "None"; no file was read, and blanks are meant as blanks.
            warnings.filterwarnings("ignore", ".*pandas reads such words", LikertkitWarning)
            return Responses(frame, self.instrument, **self.declared())


@st.composite
def _answers(draw: DrawFn, name: str, scale: LikertScale, n_rows: int) -> AnswerColumn:
    kind = draw(st.sampled_from(kinds(scale)))
    choices = written(scale, kind, in_words=draw(st.booleans()))
    # A few spellings a column: columns of one answer, or of blanks alone, come often.
    spellings = draw(st.lists(st.sampled_from(choices), min_size=1, max_size=_MOST_SPELLINGS))
    rows = draw(st.lists(st.sampled_from(spellings), min_size=n_rows, max_size=n_rows))
    unused: tuple[str, ...] = ()
    if kind == "category" and draw(st.booleans()):
        unused = (*(text for _, text in choices if isinstance(text, str)), "no answer of the scale")
    return AnswerColumn(
        name=name,
        kind=kind,
        meant=tuple(meant for meant, _ in rows),
        cells=tuple(value for _, value in rows),
        unused=unused,
    )


def _cells(draw: DrawFn, pool: tuple[object, ...], n_rows: int) -> tuple[object, ...]:
    return tuple(draw(st.lists(st.sampled_from(pool), min_size=n_rows, max_size=n_rows)))


def _respondents(draw: DrawFn, conditions: tuple[object, ...]) -> tuple[object, ...]:
    """Return respondents who stand at most once in each condition."""
    as_text = draw(st.booleans())
    starts = {condition: draw(st.integers(0, 2)) for condition in dict.fromkeys(conditions)}
    people: list[object] = []
    for condition in conditions:
        person = starts[condition]
        starts[condition] += 1
        people.append(f"p{person}" if as_text else person)
    return tuple(people)


def _strata(
    draw: DrawFn, pool: tuple[object, ...], people: tuple[object, ...]
) -> tuple[object, ...]:
    """Return strata, in one of which each respondent lies."""
    stratum_of: dict[object, object] = {}
    cells = _cells(draw, pool, len(people))
    return tuple(stratum_of.setdefault(who, cell) for who, cell in zip(people, cells, strict=True))


def _clusters(draw: DrawFn, strata: tuple[object, ...]) -> tuple[object, ...]:
    """Return clusters that lie in one stratum each."""
    as_text = draw(st.booleans())
    first = {stratum: _MOST_CLUSTERS * k for k, stratum in enumerate(dict.fromkeys(strata))}
    numbers = [first[stratum] + draw(st.integers(0, _MOST_CLUSTERS - 1)) for stratum in strata]
    return tuple(f"s{number}" if as_text else number for number in numbers)


def _weights(draw: DrawFn, n_rows: int) -> tuple[object, ...]:
    pool = draw(st.sampled_from(_WEIGHTS))
    if n_rows == 0:
        return ()
    # Weights that are all 0 would be refused.
    return (pool[0], *_cells(draw, pool, n_rows - 1))


@st.composite
def _keys(
    draw: DrawFn, n_rows: int, roles: dict[Role, bool | None], by: dict[str, str]
) -> tuple[KeyColumn, ...]:
    used = {role: draw(switched(value)) for role, value in roles.items()}
    columns: dict[Role, tuple[object, ...]] = {}
    if used["condition"]:
        columns["condition"] = _cells(draw, draw(st.sampled_from(CONDITIONS)), n_rows)
    if used["respondent"]:
        columns["respondent"] = _respondents(draw, columns.get("condition", (None,) * n_rows))
    if used["stratum"]:
        filled = draw(st.sampled_from(STRATA))
        columns["stratum"] = _strata(draw, filled, columns.get("respondent", tuple(range(n_rows))))
    if used["cluster"]:
        columns["cluster"] = _clusters(draw, columns.get("stratum", (None,) * n_rows))
    if used["weight"]:
        columns["weight"] = _weights(draw, n_rows)
    made = [KeyColumn(name=by[role], role=role, cells=cells) for role, cells in columns.items()]
    for name in by:
        if name not in roles:
            cells = _cells(draw, draw(st.sampled_from(GROUPS)), n_rows)
            made.append(KeyColumn(name=name, role="by", cells=cells))
    return tuple(
        attrs.evolve(key, categorical=key.role != "weight" and draw(st.booleans())) for key in made
    )


@st.composite
def sheets(draw: DrawFn, options: dict[str, Any]) -> Sheet:
    """Draw a sheet; :func:`likertkit.testing.responses` documents and checks the options."""
    instrument = draw(options["instrument"])
    by: tuple[str, ...] = options["by"]
    n_rows = draw(st.integers(options["min_rows"], options["max_rows"]))
    item_names = draw(st.booleans()) and not set(by) & set(instrument.names)
    taken = {*by, *(instrument.names if item_names else ())}
    answers = tuple(
        draw(_answers(item.name if item_names else _free(f"column {k}", taken), item.scale, n_rows))
        for k, item in enumerate(instrument, start=1)
    )
    roles: dict[Role, bool | None] = options["roles"]
    taken |= {column.name for column in answers}
    names = {role: _free(role, taken) for role in roles} | dict.fromkeys(by, "")
    return Sheet(
        instrument=instrument,
        n_rows=n_rows,
        answers=answers,
        keys=draw(_keys(n_rows, roles, names)),
    )


def _free(name: str, taken: set[str]) -> str:
    """Return the name, longer where it is taken."""
    while name in taken:
        name += "_"
    return name
