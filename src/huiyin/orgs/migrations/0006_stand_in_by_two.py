"""A stand-in who comes to see more, and a limit that is lengthened, take two persons."""

from django.db import migrations, models

_STATES = ["waiting", "confirmed", "declined", "withdrawn", "done"]


class Migration(migrations.Migration):
    """Two more things that are asked by one and confirmed by another."""

    dependencies = [
        ("orgs", "0005_administration"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="accessrequest", name="access_request_known"),
        migrations.AlterField(
            model_name="accessrequest",
            name="what",
            field=models.CharField(
                choices=[
                    ("password", "password"),
                    ("second_factor", "second_factor"),
                    ("post", "post"),
                    ("token", "token"),
                    ("stand_in", "stand_in"),
                    ("limit", "limit"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    state__in=_STATES,
                    what__in=["password", "second_factor", "post", "token", "stand_in", "limit"],
                ),
                name="access_request_known",
            ),
        ),
    ]
