"""Administration by forms: what was changed, an office's hours and its end."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """New columns of offices, and the table of changes."""

    dependencies = [
        ('orgs', '0004_notices_by_time'),
    ]

    operations = [
        migrations.AddField(
            model_name='office',
            name='ended_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='office',
            name='hours',
            field=models.CharField(blank=True, help_text='when people are received there', max_length=200),
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(max_length=80)),
                ('version', models.PositiveIntegerField()),
                ('what', models.CharField(max_length=40)),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('valid_from', models.DateField(null=True)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['by', '-id'], name='change_by_whom')],
                'constraints': [models.UniqueConstraint(fields=('about', 'version'), name='change_version_once')],
            },
        ),
    ]
