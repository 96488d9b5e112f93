"""Why an act was set right, what other tables held before, and what the correction moved."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_answer_sheet")]
    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words_sealed", models.BinaryField(default=b"")),
                ("kept_sealed", models.BinaryField(default=b"")),
                ("moved", models.JSONField(default=list)),
                ("watched", models.BooleanField(default=False)),
                (
                    "act",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="correction",
                        to="cases.act",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("watched", True)), fields=["-id"], name="correction_watched"
                    )
                ],
            },
        ),
    ]
