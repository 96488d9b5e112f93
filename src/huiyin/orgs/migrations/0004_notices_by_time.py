"""Notices are read by the instant they tell of."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The index of the inbox follows its order."""

    dependencies = [("orgs", "0003_two_persons")]

    operations = [
        migrations.RemoveIndex(model_name="notice", name="notice_newest"),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["staff", "-at", "-id"], name="notice_newest"),
        ),
    ]
