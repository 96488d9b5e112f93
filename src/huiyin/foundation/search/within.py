"""Within what is looked: what somebody may see, and what the search is narrowed to."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import tantivy

_Q, _SHOULD = tantivy.Query, tantivy.Occur.Should


@dataclass(frozen=True)
class Sight:
    """What somebody may see: by office, by reviewing office, by number; `whole`: at all offices."""

    offices: Collection[int]
    reviewed: Collection[int] = ()
    matters: Collection[int] = ()
    whole: bool = False

    def queries(self, schema: tantivy.Schema) -> list[tantivy.Query]:
        """Return the condition that a matter lies in sight; none is needed where every office does."""
        if self.whole:
            return []
        parts = [
            _Q.term_set_query(schema, name, sorted(keys))
            for name, keys in (
                ("at", self.offices),
                ("reviewer", self.reviewed),
                ("matter", self.matters),
            )
            if keys
        ]
        return [either(parts)]


@dataclass(frozen=True)
class Narrowed:
    """What a search is narrowed to; empty means no restriction. `overdue_on`: due before that day."""

    kind: str = ""
    stage: str = ""
    office: int | None = None
    since: date | None = None
    until: date | None = None
    overdue_on: date | None = None

    def queries(self, schema: tantivy.Schema) -> list[tantivy.Query]:
        """Return one condition for each restriction."""
        found = [
            _Q.term_query(schema, name, said) for name in ("kind", "stage") if (said := getattr(self, name))
        ]
        if self.office is not None:
            found.append(_Q.term_query(schema, "office", self.office))
        if self.since or self.until:
            found.append(days(schema, "day", self.since or date.min, self.until or date.max))
        if self.overdue_on:
            found.append(days(schema, "due", date.min, date.fromordinal(self.overdue_on.toordinal() - 1)))
        return found


def term(schema: tantivy.Schema, name: str, piece: str, weight: float) -> tantivy.Query:
    """Return what has a piece in a field, with so much weight in the order."""
    query = _Q.term_query(schema, name, piece, index_option="freq")
    return query if weight == 1 else _Q.boost_query(query, weight)


def days(schema: tantivy.Schema, name: str, first: date, last: date) -> tantivy.Query:
    """Return what lies between two days, both included."""
    return _Q.range_query(schema, name, tantivy.FieldType.Integer, first.toordinal(), last.toordinal())


def either(parts: Sequence[tantivy.Query]) -> tantivy.Query:
    """Return what fulfils one of several conditions; nothing without any."""
    return _Q.boolean_query([(_SHOULD, part) for part in parts]) if parts else _Q.empty_query()
