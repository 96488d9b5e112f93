"""Only indexes that something is looked up by: each is written to for every act and every look at a matter."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('foundation', '0002_outbox'),
    ]

    operations = [
        migrations.AlterField(
            model_name='auditentry',
            name='about',
            field=models.CharField(max_length=80),
        ),
        migrations.AlterField(
            model_name='auditentry',
            name='at',
            field=models.DateTimeField(),
        ),
        migrations.AlterField(
            model_name='auditentry',
            name='seal',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sealed', to='foundation.auditseal'),
        ),
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(fields=['about'], name='audit_about'),
        ),
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(condition=models.Q(('seal__isnull', False)), fields=['seal'], name='audit_sealed'),
        ),
    ]
