"""Only indexes that something is looked up by: each is written to for every petition."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def forbid_again(apps, schema_editor):
    # SQLite changes a table by making it anew, without the trigger that refuses to change an act.
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER IF EXISTS cases_act_never_edited")
        schema_editor.execute(
            "CREATE TRIGGER cases_act_never_edited BEFORE UPDATE ON cases_act "
            "BEGIN SELECT RAISE(ABORT, 'an act is never edited'); END;"
        )


def nothing_is_null(apps, schema_editor):
    persons = apps.get_model("cases", "Person").objects
    for name in ("phone_index", "id_index", "name_index"):
        persons.filter(**{name: ""}).update(**{name: None})


def null_is_nothing(apps, schema_editor):
    persons = apps.get_model("cases", "Person").objects
    for name in ("phone_index", "id_index", "name_index"):
        persons.filter(**{name: None}).update(**{name: ""})


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0007_list_indexes'),
        ('orgs', '0002_many_hands'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, forbid_again),
        migrations.AlterField(
            model_name='act',
            name='by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='act',
            name='matter',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='cases.matter'),
        ),
        migrations.AlterField(
            model_name='act',
            name='office',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.office'),
        ),
        migrations.RunPython(forbid_again, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='matter',
            name='handler',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='matters', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='matter',
            name='joined_to',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='members', to='cases.matter'),
        ),
        migrations.AlterField(
            model_name='matter',
            name='number',
            field=models.CharField(max_length=60),
        ),
        migrations.AlterField(
            model_name='matter',
            name='office',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='matters', to='orgs.office'),
        ),
        migrations.AlterField(
            model_name='matter',
            name='registered_at',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='registered_matters', to='orgs.office'),
        ),
        migrations.AlterField(
            model_name='person',
            name='id_index',
            field=models.CharField(max_length=64, null=True),
        ),
        migrations.AlterField(
            model_name='person',
            name='name_index',
            field=models.CharField(max_length=64, null=True),
        ),
        migrations.AlterField(
            model_name='person',
            name='phone_index',
            field=models.CharField(max_length=64, null=True),
        ),
        migrations.RunPython(nothing_is_null, null_is_nothing),
        migrations.AlterField(
            model_name='petition',
            name='behalf_of',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.person'),
        ),
        migrations.AlterField(
            model_name='petition',
            name='code_index',
            field=models.CharField(max_length=64),
        ),
        migrations.AlterField(
            model_name='petition',
            name='entered_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='petition',
            name='number',
            field=models.CharField(max_length=60),
        ),
        migrations.AlterField(
            model_name='petition',
            name='submission',
            field=models.CharField(max_length=64, null=True),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(condition=models.Q(('joined_to__isnull', False)), fields=['joined_to'], name='matter_joined'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(condition=models.Q(('phone_index__isnull', False)), fields=['phone_index'], name='person_phone'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(condition=models.Q(('id_index__isnull', False)), fields=['id_index'], name='person_id'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(condition=models.Q(('name_index__isnull', False)), fields=['name_index'], name='person_name'),
        ),
        migrations.AddIndex(
            model_name='petition',
            index=models.Index(condition=models.Q(('behalf_of__isnull', False)), fields=['behalf_of'], name='petition_behalf'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.UniqueConstraint(fields=('number',), name='matter_number_once'),
        ),
        migrations.AddConstraint(
            model_name='petition',
            constraint=models.UniqueConstraint(fields=('number',), name='petition_number_once'),
        ),
        migrations.AddConstraint(
            model_name='petition',
            constraint=models.UniqueConstraint(fields=('code_index',), name='petition_code_once'),
        ),
        migrations.AddConstraint(
            model_name='petition',
            constraint=models.UniqueConstraint(condition=models.Q(('submission__isnull', False)), fields=('submission',), name='petition_submission_once'),
        ),
    ]
