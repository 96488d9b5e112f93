"""Matters that are one: found, proposed, joined and parted; a letter is served to each petition."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def serve_the_petition(apps, schema_editor):
    """Every letter served so far went to the first petition of its matter."""
    petitions, services = (apps.get_model("cases", name).objects for name in ("Petition", "Service"))
    first = petitions.filter(matter_id=models.OuterRef("letter__matter_id")).order_by("id")
    # A joined column cannot be set in an UPDATE, so its key is looked up for a bounded number of rows at a time.
    while True:
        rows = list(
            services.filter(petition__isnull=True)
            .annotate(first=models.Subquery(first.values("pk")[:1]))[:500]
        )
        if not rows:
            return
        for row in rows:
            row.petition_id = row.first
        services.bulk_update(rows, ["petition"])


def keep_the_first(apps, schema_editor):
    """Going back, a letter has room for one service only: the first one stays."""
    services = apps.get_model("cases", "Service").objects
    earlier = services.filter(letter_id=models.OuterRef("letter_id"), pk__lt=models.OuterRef("pk"))
    services.filter(models.Exists(earlier)).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0003_file_closed'),
        ('orgs', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Joining',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='NearKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('band', models.PositiveSmallIntegerField()),
                ('key', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='SameProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('marks', models.JSONField(default=list)),
                ('confidence', models.CharField(max_length=6)),
                ('state', models.CharField(default='open', max_length=9)),
                ('at', models.DateTimeField()),
                ('decided', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='matter',
            name='joined_to',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='members', to='cases.matter'),
        ),
        migrations.AddField(
            model_name='person',
            name='name_index',
            field=models.CharField(blank=True, db_index=True, max_length=64),
        ),
        migrations.AddField(
            model_name='petition',
            name='behalf_of',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.person'),
        ),
        migrations.AddField(
            model_name='petition',
            name='behalf_paper',
            field=models.CharField(blank=True, max_length=5),
        ),
        migrations.AddField(
            model_name='petition',
            name='behalf_relation',
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name='service',
            name='petition',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='services', to='cases.petition'),
        ),
        migrations.RunPython(serve_the_petition, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='service',
            name='petition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='cases.petition'),
        ),
        migrations.AlterField(
            model_name='petition',
            name='text_index',
            field=models.CharField(max_length=64),
        ),
        migrations.AlterField(
            model_name='service',
            name='letter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='cases.letter'),
        ),
        migrations.RunPython(migrations.RunPython.noop, keep_the_first),
        migrations.AddIndex(
            model_name='petition',
            index=models.Index(fields=['text_index', '-id'], name='petition_same_text'),
        ),
        migrations.AddIndex(
            model_name='petition',
            index=models.Index(condition=models.Q(('source_id', ''), _negated=True), fields=['source_id'], name='petition_same_source_id'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.UniqueConstraint(fields=('letter', 'petition'), name='served_once_each'),
        ),
        migrations.AddField(
            model_name='joining',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='joining',
            name='into',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='joined_here', to='cases.matter'),
        ),
        migrations.AddField(
            model_name='joining',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='joinings', to='cases.matter'),
        ),
        migrations.AddField(
            model_name='joining',
            name='undone_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='nearkey',
            name='petition',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='near_keys', to='cases.petition'),
        ),
        migrations.AddField(
            model_name='sameproposal',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sameproposal',
            name='candidate',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='same_later', to='cases.matter'),
        ),
        migrations.AddField(
            model_name='sameproposal',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='same_earlier', to='cases.matter'),
        ),
        migrations.AddConstraint(
            model_name='joining',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('matter',), name='joined_once_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='joining',
            constraint=models.CheckConstraint(condition=models.Q(('matter', models.F('into')), _negated=True), name='joined_to_another'),
        ),
        migrations.AddIndex(
            model_name='nearkey',
            index=models.Index(fields=['key', '-petition'], name='near_key_newest'),
        ),
        migrations.AddConstraint(
            model_name='nearkey',
            constraint=models.UniqueConstraint(fields=('petition', 'band'), name='near_key_once'),
        ),
        migrations.AddConstraint(
            model_name='sameproposal',
            constraint=models.UniqueConstraint(fields=('matter', 'candidate'), name='same_proposed_once'),
        ),
        migrations.AddConstraint(
            model_name='sameproposal',
            constraint=models.CheckConstraint(condition=models.Q(('matter__gt', models.F('candidate'))), name='same_later_first'),
        ),
        migrations.AddConstraint(
            model_name='sameproposal',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'same', 'different'])), name='same_state_known'),
        ),
        migrations.AddConstraint(
            model_name='sameproposal',
            constraint=models.CheckConstraint(condition=models.Q(('confidence__in', ['strong', 'likely', 'weak'])), name='same_confidence_known'),
        ),
    ]
