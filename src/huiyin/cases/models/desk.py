"""Tables of the officers' own desks: lists kept under a name, and what is done to many matters at once."""

from django.db import models

from huiyin.cases.models.spine import Matter
from huiyin.cases.rules.batches import OUTCOMES, WHAT
from huiyin.orgs.models import Staff

LISTS = ("todo", "matters")


class SavedFilter(models.Model):
    """A list narrowed as an officer likes it, under a name of the officer's own.

    Both may hold words that name somebody, so both are sealed.
    """

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="saved_filters")
    page = models.CharField(max_length=10, choices=[(page, page) for page in LISTS])
    name_sealed = models.BinaryField()
    query_sealed = models.BinaryField()
    at = models.DateTimeField()


class Batch(models.Model):
    """One thing done to many matters (成批办理): chosen, looked through, then done one after the other.

    `params` are codes; words that go with them are sealed, and gone when the batch has ended.
    """

    what = models.CharField(max_length=6, choices=[(what, what) for what in WHAT])
    params = models.JSONField(default=dict)
    words_sealed = models.BinaryField(default=b"")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="batches")
    made = models.DateTimeField()
    looked_through = models.DateTimeField(null=True)
    begun = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["id"],
                name="batch_running",
                condition=models.Q(begun__isnull=False, ended__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(what__in=list(WHAT)), name="batch_what_known"),
        ]


class BatchItem(models.Model):
    """One matter of a batch as it was looked through, and what became of it; `code` says why not."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items", db_index=False)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField()
    proposed = models.JSONField(default=dict)
    outcome = models.CharField(max_length=8, default="waiting", choices=[(o, o) for o in OUTCOMES])
    code = models.CharField(max_length=80, blank=True)
    params = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["batch", "outcome", "id"], name="batch_item_outcome")]
        constraints = [models.UniqueConstraint(fields=["batch", "matter"], name="batch_item_once")]
