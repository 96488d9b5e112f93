"""The database itself refuses to change an act: mistakes are set right by a correcting act."""

from django.db import migrations

SQLITE = """
CREATE TRIGGER cases_act_never_edited BEFORE UPDATE ON cases_act
BEGIN SELECT RAISE(ABORT, 'an act is never edited'); END;
"""
POSTGRES = """
CREATE FUNCTION cases_act_never_edited() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'an act is never edited' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER cases_act_never_edited BEFORE UPDATE ON cases_act
FOR EACH ROW EXECUTE FUNCTION cases_act_never_edited();
"""


def forbid(apps, schema_editor):
    schema_editor.execute(POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE)


def permit(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER cases_act_never_edited ON cases_act")
        schema_editor.execute("DROP FUNCTION cases_act_never_edited()")
    else:
        schema_editor.execute("DROP TRIGGER cases_act_never_edited")


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(forbid, permit)]
