"""The database notes which matters changed, so that what is reckoned from them is reckoned anew."""

from django.db import migrations, models

# What of a matter is reckoned with; who handles it, its key or a hint of danger is not.
_MATTER = (
    "office_id, registered_at_id, nature, kind, path, division, restricted, provenance, joined_to_id, "
    "received_on, stage, active, next_duty, next_due, concluded_on, late, flaws"
)
_PETITION = (
    "matter_id, person_id, channel, received_on, office_id, persons, anonymous, text_index"
)
_PERSON = "id_index, phone_index, name_index"

# name: (table, event, keys of the matters)
_NOTED = {
    "matter_new": ("cases_matter", "INSERT", ("NEW.id",)),
    "matter": ("cases_matter", f"UPDATE OF {_MATTER}", ("NEW.id",)),
    "petition_new": ("cases_petition", "INSERT", ("NEW.matter_id",)),
    "petition": ("cases_petition", f"UPDATE OF {_PETITION}", ("OLD.matter_id", "NEW.matter_id")),
    "rating_new": ("cases_feedback", "INSERT", (("cases_petition", "matter_id", "NEW.petition_id"),)),
    "rating": (
        "cases_feedback",
        "UPDATE OF petition_office, unit",
        (("cases_petition", "matter_id", "NEW.petition_id"),),
    ),
    "service_new": ("cases_service", "INSERT", (("cases_letter", "matter_id", "NEW.letter_id"),)),
    "service": ("cases_service", "UPDATE OF day, how", (("cases_letter", "matter_id", "NEW.letter_id"),)),
    "service_gone": ("cases_service", "DELETE", (("cases_letter", "matter_id", "OLD.letter_id"),)),
    "letter": ("cases_letter", "UPDATE OF number, signed_on, discarded", ("NEW.matter_id",)),
}


def _key(which):
    if isinstance(which, str):
        return which
    table, column, value = which
    return f"(SELECT {column} FROM {table} WHERE id = {value})"  # noqa: S608 - names of ours


def _note(key):
    # Where a row goes with all that is around it, its matter may be gone before it.
    return (
        f"INSERT INTO cases_changed (matter, times) SELECT key, 1 FROM (SELECT {key} AS key) AS one "  # noqa: S608 - names of ours
        "WHERE key IS NOT NULL ON CONFLICT (matter) DO UPDATE SET times = cases_changed.times + 1;"
    )


_OF_A_PERSON = (
    "INSERT INTO cases_changed (matter, times) "
    "SELECT DISTINCT matter_id, 1 FROM cases_petition WHERE person_id = NEW.id "
    "ON CONFLICT (matter) DO UPDATE SET times = cases_changed.times + 1;"
)


def _triggers():
    for name, (table, event, keys) in _NOTED.items():
        yield name, table, event, " ".join(_note(_key(key)) for key in keys)
    yield "person", "cases_person", f"UPDATE OF {_PERSON}", _OF_A_PERSON


def begin(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for name, table, event, said in _triggers():
        if postgresql:
            schema_editor.execute(
                f"CREATE FUNCTION cases_changed_{name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {said} RETURN NULL; END $$",
                params=None,
            )
            how = f"FOR EACH ROW EXECUTE FUNCTION cases_changed_{name}()"
        else:
            how = f"FOR EACH ROW BEGIN {said} END"
        schema_editor.execute(
            f"CREATE TRIGGER cases_changed_{name} AFTER {event} ON {table} {how}", params=None
        )


def end(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for name, table, _event, _said in _triggers():
        schema_editor.execute(f"DROP TRIGGER cases_changed_{name}" + (f" ON {table}" if postgresql else ""))
        if postgresql:
            schema_editor.execute(f"DROP FUNCTION cases_changed_{name}()")


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_desks")]
    operations = [
        migrations.CreateModel(
            name="Changed",
            fields=[
                ("matter", models.BigIntegerField(primary_key=True, serialize=False)),
                ("times", models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.RunPython(begin, end),
    ]
