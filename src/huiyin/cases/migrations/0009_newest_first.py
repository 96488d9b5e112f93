"""The index of the newest matters of an office runs the same way as those by kind and stage, and what was one's own stays found."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0008_fewer_indexes'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='matter', name='matter_newest'),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['office', 'id'], name='matter_newest'),
        ),
        migrations.RemoveIndex(model_name='matter', name='matter_mine'),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(condition=models.Q(('handler__isnull', False)), fields=['handler', 'office', 'id'], name='matter_mine'),
        ),
    ]
