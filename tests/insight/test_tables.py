"""What the tables of the lake hold, and what they may never hold."""

from pathlib import Path

import pytest

from huiyin.insight import queries, store
from huiyin.insight.expressions import DIMENSIONS, Chosen, contacts
from huiyin.insight.tables import FACTS, FEATURES, MEASURES, PERSON, TABLES
from tests.house.test_code import _words
from tests.house.test_safeguards import NEVER_KEPT
from tests.insight.scene import bring_up, came

# What tells one person, or one case of a person, from another.
PERSON_LEVEL = {
    "person",
    "petition",
    "matter",
    "leading",
    "led",
    "letter",
    "name",
    "phone",
    "number",
    "pseudonym",
}


@pytest.mark.parametrize("table", FEATURES)
def test_no_feature_table_has_a_key_of_a_person_a_petition_or_a_matter(table: str) -> None:
    columns = FEATURES[table]
    assert not {name for name in columns if _words(name) & PERSON_LEVEL}
    assert set(columns) == {"area", "kind", "week", *MEASURES}
    assert {columns[measure] for measure in MEASURES} == {"int64"}


def test_persons_are_told_apart_in_one_fact_table_only_and_by_nothing_but_a_pseudonym() -> None:
    assert [table for table, columns in TABLES.items() if PERSON in columns] == ["petition"]
    assert TABLES["petition"][PERSON] == "int64"


def test_no_table_holds_a_score_or_a_label_of_a_person() -> None:
    assert not [(t, c) for t, columns in TABLES.items() for c in columns if _words(c) & NEVER_KEPT]


def test_words_are_only_codes() -> None:
    said = {c for columns in TABLES.values() for c, kind in columns.items() if kind == "string"}
    assert said == {
        *("area", "above", "kind", "nature", "stage", "outcome", "review", "channel", "step", "following"),
        *("duty", "owed_by", "letter_kind", "how"),
    }


def test_nothing_can_be_counted_by_person() -> None:
    assert PERSON not in DIMENSIONS
    for by in ("person", "petition", "matter"):
        with pytest.raises(ValueError, match=by):
            contacts(Chosen(), (by,))


def test_the_files_hold_what_the_tables_say(home: Path) -> None:
    import duckdb

    came(1, kind="W1")
    bring_up(home)
    manifest = store.read(store.place(home))
    assert manifest is not None
    types = {"BIGINT": "int64", "VARCHAR": "string", "BOOLEAN": "boolean", "DATE": "date"}
    for table, columns in TABLES.items():
        for kept in manifest.files(table):
            file = home / "lake" / kept.path
            found = duckdb.execute(
                f"DESCRIBE SELECT * FROM read_parquet('{file}', hive_partitioning = false)"
            )
            assert {name: types[kind] for name, kind, *_ in found.fetchall()} == columns, table
    assert len(queries.contacts(by=("area",), home=home)) == 1


def test_the_lake_is_readable_by_its_owner_only(home: Path) -> None:
    came(1)
    bring_up(home)
    assert (home / "lake").stat().st_mode & 0o077 == 0


def test_facts_and_tables_have_the_same_columns() -> None:
    from huiyin.cases import counted

    shapes = {"matter": counted.MatterFact, "act": counted.ActFact, "letter": counted.LetterFact}
    for table, shape in shapes.items():
        assert tuple(FACTS[table]) == shape._fields
