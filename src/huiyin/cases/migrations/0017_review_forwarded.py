"""How a request for review was passed on to a reviewing body that has nobody in the installation."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0016_changed_matters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="ReviewForwarded",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("request", models.PositiveIntegerField()),
                ("body", models.CharField(max_length=200)),
                ("day", models.DateField()),
                (
                    "how",
                    models.CharField(
                        choices=[("post", "post"), ("hand", "hand"), ("online", "online")], max_length=12
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forwarded",
                        to="cases.matter",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("matter", "request"), name="forwarded_once")]
            },
        ),
    ]
