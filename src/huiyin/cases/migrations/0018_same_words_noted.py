"""The database notes, too, which matters were found to say what others say, and whether somebody decided so."""

from django.db import migrations

# name: (event, key of the matter)
_NOTED = {
    "same_new": ("INSERT", "NEW.matter_id"),
    "same": ("UPDATE OF marks, state", "NEW.matter_id"),
    "same_gone": ("DELETE", "OLD.matter_id"),
}
_FOUND = "SELECT DISTINCT matter_id, 1 FROM cases_sameproposal WHERE TRUE"
_AGAIN = "ON CONFLICT (matter) DO UPDATE SET times = cases_changed.times + 1"


def begin(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for name, (event, key) in _NOTED.items():
        said = f"INSERT INTO cases_changed (matter, times) VALUES ({key}, 1) {_AGAIN};"  # noqa: S608 - names of ours
        if postgresql:
            schema_editor.execute(
                f"CREATE FUNCTION cases_changed_{name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {said} RETURN NULL; END $$",
                params=None,
            )
            said = f"EXECUTE FUNCTION cases_changed_{name}()"
        else:
            said = f"BEGIN {said} END"
        schema_editor.execute(
            f"CREATE TRIGGER cases_changed_{name} AFTER {event} ON cases_sameproposal FOR EACH ROW {said}",
            params=None,
        )
    # What was found before was not noted: a lake that exists reads it again.
    schema_editor.execute(f"INSERT INTO cases_changed (matter, times) {_FOUND} {_AGAIN}", params=None)


def end(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for name in _NOTED:
        on = " ON cases_sameproposal" if postgresql else ""
        schema_editor.execute(f"DROP TRIGGER cases_changed_{name}{on}")
        if postgresql:
            schema_editor.execute(f"DROP FUNCTION cases_changed_{name}()")


class Migration(migrations.Migration):
    dependencies = [("cases", "0017_review_forwarded")]
    operations = [migrations.RunPython(begin, end)]
