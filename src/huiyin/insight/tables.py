"""The tables of the lake: what each column is called and holds. Nothing in them is a word of anybody.

Facts are partitioned by the month in which their matter was received, so that a matter that changes is
written anew in one place. Feature tables are counts of cells, area × kind × week: no row of them, and no
column, is about one person, matter or petition.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType, UnionType
from typing import Any, get_args, get_type_hints

from huiyin.cases import counted

VERSION = 2  # of these tables; a lake of another one is written anew
PERSON = "person"  # the one column that tells persons apart, by pseudonym, in facts only
_TYPES: Mapping[Any, str] = {int: "int64", str: "string", bool: "boolean", date: "date"}
_SQL = {"int64": "BIGINT", "string": "VARCHAR", "boolean": "BOOLEAN", "date": "DATE"}
Columns = Mapping[str, str]


def _type(hint: Any) -> str:
    known = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    return next(_TYPES[one] for one in known if one is not type(None))


def _columns(fact: type) -> Columns:
    return MappingProxyType({name: _type(hint) for name, hint in get_type_hints(fact).items()})


FACTS: Mapping[str, Columns] = {
    "matter": _columns(counted.MatterFact),
    "petition": _columns(counted.PetitionFact),
    "act": _columns(counted.ActFact),
    "deadline": _columns(counted.DeadlineFact),
    "letter": _columns(counted.LetterFact),
    "rating": _columns(counted.RatingFact),
}
# Of a week in a cell: contacts; persons; voices, the different people who came with words of their own;
# echoes, contacts in the words of an earlier matter; contacts by who had petitioned about the same before;
# matters received; matters ended; duties whose last day lay in it, and those of them not done by then.
MEASURES = ("petitions", "persons", "voices", "echoes", "again", "received", "ended", "due", "missed")
FEATURES: Mapping[str, Columns] = {
    "cell_week": MappingProxyType(
        {"area": "string", "kind": "string", "week": "date"} | dict.fromkeys(MEASURES, "int64")
    ),
}
# An area and the one it lies in.
PLACES: Mapping[str, Columns] = {"place": MappingProxyType({"area": "string", "above": "string"})}
TABLES: Mapping[str, Columns] = {**FACTS, **FEATURES, **PLACES}


def sql_type(name: str) -> str:
    """Return what a column type is called in SQL."""
    return _SQL[name]
