"""Table of corrections: why an act was set right, what other tables held before, and what it moved."""

from django.db import models

from huiyin.cases.models.spine import Act


class Correction(models.Model):
    """What a correcting act (更正) says in words, and what it changed besides the acts.

    `moved` holds codes and days only; `kept_sealed` what stood in other tables, to be put back when the
    correction is taken back. `watched` marks one by which a body gained time or a petitioner lost some.
    """

    act = models.OneToOneField(Act, on_delete=models.PROTECT, related_name="correction")
    words_sealed = models.BinaryField(default=b"")
    kept_sealed = models.BinaryField(default=b"")
    moved = models.JSONField(default=list)
    watched = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["-id"], name="correction_watched", condition=models.Q(watched=True)),
        ]
