"""Pairs of answers from a frame that an engine holds: grouped by respondent, without a join."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from likertkit._kernels.counting import cross_cells
from likertkit.responses._keys import blank_key_error
from likertkit.responses._pairing import place_of
from likertkit.responses._to_tally import CountedPairs
from likertkit.responses.engines import _engine
from likertkit.responses.engines._engine import number, totals
from likertkit.responses.engines._query import JointQuery

if TYPE_CHECKING:
    from collections.abc import Hashable

    import narwhals as nw

    from likertkit.responses._pairing import Pairing
    from likertkit.responses.engines._lazy import LazySource
    from likertkit.responses.engines._query import Asked, JointCells, Query

_SIDES = ("first", "second")
# Items whose joint cells are counted together: more would have too many.
_PART = 2
# Items of one query: a plan that holds all items for each part grows with their square.
_BATCH = 16


def pairs_of_engine(source: LazySource, pairing: Pairing) -> CountedPairs:
    """Count each respondent's cells under both conditions, with one query after the checks."""
    declared = pairing.declared
    inner = source.query(declared, pairing.groups)
    query = _PairQuery(
        pairing=pairing,
        source=source,
        known=() if declared.wide else tuple(source.values(str(declared.condition))),
        inner=inner,
        absent=max(item.scale.n_cells for item in declared.instrument),
    )
    return query.counted()


@attrs.frozen(eq=False, kw_only=True)
class _PairQuery:
    """The one query that counts pairs: a cell's number under each condition, then joint cells.

    A respondent without a row under a condition has the number 0 there, a cell its own number
    plus 1, and a value that belongs nowhere one that is greater than all of them.
    """

    pairing: Pairing
    source: LazySource
    known: tuple[Hashable, ...]
    inner: Query
    absent: int

    def _asked(self) -> dict[str, dict[int, Asked]]:
        """Return the columns of each item asked under each condition."""
        blocks = self.pairing.declared.blocks
        return {
            side: {column[1]: column for column in self.inner.asked if blocks[column[0]] is block}
            for side, block in zip(_SIDES, self.pairing.blocks(), strict=True)
        }

    def _condition(self, value: Hashable) -> nw.Expr:
        """Return whether a row belongs to a condition."""
        column = str(self.pairing.declared.condition)
        place = place_of(value, self.known)
        if place is None:
            # Engines refuse a filter by a constant.
            return self.source.holds_nothing(column)
        return self.source.holds(column, self.known[place])

    def _keys(self) -> dict[str, nw.Expr]:
        """Return what a respondent's rows must have in common."""
        import narwhals as nw

        table = self.source.table
        keys = {f"group_{k}": self.source.key(name) for k, name in enumerate(self.pairing.groups)}
        weight = self.pairing.declared.weight
        if weight is not None:
            number_of = table.col(weight).cast(nw.Float64)
            keys["weight"] = nw.when(table.usable(weight)).then(number_of).otherwise(nw.lit(0.0))
        return keys

    def _checked_people(self) -> list[object]:
        """Return the respondents' names where they are wanted; raise if their rows disagree."""
        import narwhals as nw

        declared, pairing = self.pairing.declared, self.pairing
        if declared.respondent is None:
            return []
        person = self.source.table.col(declared.respondent).alias("person")
        if declared.wide:
            if pairing.disjoint:
                return []
            return [row["person"] for row in _engine.run(self.source.table.frame.select(person))]
        keys = self._keys()
        if pairing.disjoint and not keys:
            return []
        here = self._condition(pairing.first) | self._condition(pairing.second)
        rows = self.source.table.frame.filter(here).select(
            person, *(key.alias(name) for name, key in keys.items())
        )
        distinct = totals(rows, ("person", *keys), [nw.len().alias("n")])
        people = distinct.group_by("person").agg(nw.len().alias("n_kinds"))
        kinds_of_people = _engine.run(
            people.filter(nw.col("n_kinds") > 1) if pairing.disjoint else people
        )
        torn = [row["person"] for row in kinds_of_people if row["n_kinds"] > 1]
        if torn:
            raise pairing.torn_error(sorted(torn, key=str))
        return [row["person"] for row in kinds_of_people]

    def _extra(self) -> dict[str, nw.Expr]:
        """Return what else is counted of a respondent's rows, for the checks."""
        import narwhals as nw

        declared = self.pairing.declared
        extra: dict[str, nw.Expr] = {"n_rows": nw.lit(1).cast(nw.Int64)}
        if declared.weight is not None:
            extra["bad_weights"] = (~self.source.table.usable(declared.weight)).cast(nw.Int64)
        if not declared.wide:
            extra["n_first"] = self._condition(self.pairing.first).cast(nw.Int64)
            extra["n_second"] = self._condition(self.pairing.second).cast(nw.Int64)
            column = str(declared.condition)
            nowhere = self.source.blank(column, self.source.table.col(column))
            extra["n_nowhere"] = nowhere.cast(nw.Int64)
        return extra

    def _people(self, batch: range) -> nw.LazyFrame[Any]:
        """Return a row a respondent: the keys, and the number of some items' cells on each side."""
        import narwhals as nw

        declared = self.pairing.declared
        keys = {name: key.alias(name) for name, key in self._keys().items()}
        cells = {
            f"{side}_{i}": self.inner.cell(asked, self.absent, first=1)
            for side, items in self._asked().items()
            for i, asked in items.items()
            if i in batch
        }
        extra = self._extra()
        if not declared.wide:
            cells = {name: cell * extra[f"n_{name.split('_')[0]}"] for name, cell in cells.items()}
        columns = {name: expression.alias(name) for name, expression in (cells | extra).items()}
        rows = self.source.table.frame
        if declared.wide:
            return rows.select(*keys.values(), *columns.values())
        person = self.source.table.col(str(declared.respondent)).alias("person")
        rows = rows.select(person, *keys.values(), *columns.values())
        sums = [nw.col(name).sum() for name in columns]
        return totals(rows, ("person", *keys), sums)

    def _query(self, batch: range) -> JointQuery:
        """Return the query of some items."""
        import narwhals as nw

        declared, asked = self.pairing.declared, self._asked()
        columns = {"n_people": nw.lit(1).cast(nw.Int64)}
        columns |= {name: nw.col(name) for name in self._extra()}
        if declared.weight is not None:
            weighty, there = nw.col("weight") > 0, nw.lit(1).cast(nw.Int64)
            if not declared.wide:
                there = (nw.col("n_first") + nw.col("n_second") > 0).cast(nw.Int64)
            columns["n_people"] = weighty.cast(nw.Int64)
            columns["n_zero"] = (~weighty).cast(nw.Int64) * there
            columns["weights"] = nw.col("weight")
            columns["squares"] = nw.col("weight") * nw.col("weight")
        digits = {
            (i, side): nw.col(f"{side}_{i}") if i in asked[side] else nw.lit(0)
            for side in _SIDES
            for i in batch
        }
        return JointQuery(
            frame=self._people(batch),
            keys={f"group_{k}": nw.col(f"group_{k}") for k in range(len(self.pairing.groups))},
            columns=columns,
            base=self.absent + 2,
            pieces=[
                [digits[i, side] for i in items for side in _SIDES] for items in _pieces(batch)
            ],
        )

    def _check(self, batch: range, cells: list[JointCells]) -> None:
        """Raise for what the query found that is not an answer, a weight or a condition."""
        declared, rows = self.pairing.declared, cells[0].rows

        def total(name: str) -> int:
            return int(sum(number(row, name) for row in rows))

        if not declared.wide:
            column = str(declared.condition)
            if total("n_nowhere"):
                raise blank_key_error(column, "condition", total("n_nowhere"))
            unknown = total("n_rows") and not (total("n_first") and total("n_second"))
            if unknown and not self.pairing.disjoint:
                levels = self.source.levels().get(column, ())
                self.pairing.check_found(list(dict.fromkeys((*self.known, *levels))))
        self.source.check_keys(declared, self.inner, rows)
        self.source.check_weights(declared, rows)
        asked = self._asked()
        for items, joint in zip(_pieces(batch), cells, strict=True):
            places = [(i, side) for i in items for side in _SIDES]
            for (i, side), digit in zip(places, joint.digits, strict=True):
                if (digit > self.absent).any():
                    raise self.source.off_scale(self.inner, asked[side][i])

    def counted(self) -> CountedPairs:
        """Return the counts of every pair of cells."""
        n_items = len(self.pairing.declared.instrument)
        pieces: list[range] = []
        cells: list[JointCells] = []
        for start in range(0, n_items, _BATCH):
            batch = range(start, min(start + _BATCH, n_items))
            joint = self._query(batch).run()
            # Before the people: an invalid weight is not a second weight of a respondent.
            self._check(batch, joint)
            pieces += _pieces(batch)
            cells += joint
        people = self._checked_people()
        groups = list(dict.fromkeys(cells[0].groups)) if self.pairing.groups else [()]
        place = {group: g for g, group in enumerate(groups)}
        sums = ["n_people"]
        if self.pairing.declared.weight is not None:
            sums += ["weights", "squares"]
        zeros = None
        if self.pairing.declared.weight is not None:
            zeros = np.zeros(len(groups), dtype=np.int64)
            at = np.array([place[group] for group in cells[0].groups], dtype=np.intp)
            np.add.at(zeros, at, cells[0].sums(["n_zero"])[0].astype(np.int64))
        width = self.absent + 1
        tables = np.zeros((len(sums), len(groups), n_items, width, width))
        for items, counted in zip(pieces, cells, strict=True):
            at = np.array([place[group] for group in counted.groups], dtype=np.intp)
            for j, i in enumerate(items):
                # The number 0 is the last cell, absent.
                first, second = (counted.digits[2 * j : 2 * j + 2] - 1) % width
                tables[:, :, i] = cross_cells(
                    first, second, width, at, len(groups), counted.sums(sums)
                )[1:]
        # Who is in neither condition is in no pair.
        tables[..., -1, -1] = 0
        there = [
            g
            for g in range(len(groups))
            if not self.pairing.groups or tables[0, g].any() or (zeros is not None and zeros[g])
        ]
        left = None if zeros is None else zeros[there]
        return CountedPairs([groups[g] for g in there], tables[:, there], people, left)


def _pieces(batch: range) -> list[range]:
    """Return the items whose joint cells are counted together."""
    return [range(i, min(i + _PART, batch.stop)) for i in range(batch.start, batch.stop, _PART)]
