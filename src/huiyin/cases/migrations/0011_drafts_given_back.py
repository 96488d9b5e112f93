"""A draft that was given back to whoever drafted it waits for no signature."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_topics")]
    operations = [
        migrations.AddField("letter", "given_back", models.DateTimeField(null=True)),
    ]
