"""Tables of the registers: items with their entries, and the closed files. What people wrote is sealed."""

from django.db import models

from huiyin.cases.models import Attachment, Matter
from huiyin.orgs.models import Office, Staff


class Item(models.Model):
    """Something an office has to see to the end: a directive, a guidance, a promise, a backlog matter.

    It hangs on one matter, or, for a directive, on itself (`key`) with any number of `matters` linked.
    """

    register = models.CharField(max_length=12)
    kind = models.CharField(max_length=20, blank=True)
    matter = models.ForeignKey(Matter, null=True, on_delete=models.PROTECT, related_name="register_items")
    matters = models.ManyToManyField(Matter, related_name="directives")
    key = models.BinaryField(default=b"")
    place = models.PositiveIntegerField(null=True)  # of the act it follows from, counted from nought
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    kept_at = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    due = models.DateField(null=True)
    state = models.CharField(max_length=20, default="open")
    ended_on = models.DateField(null=True)
    words_sealed = models.BinaryField(default=b"")
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    entered = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["register", "ended_on", "due", "id"], name="register_due"),
            models.Index(fields=["office", "register", "-id"], name="register_office"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["register", "matter", "place"],
                condition=models.Q(place__isnull=False),
                name="register_act_once",
            ),
            models.UniqueConstraint(
                fields=["matter"],
                condition=models.Q(register="backlog", ended_on__isnull=True),
                name="backlog_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(register="directive", matter__isnull=True)
                | (~models.Q(register="directive") & models.Q(matter__isnull=False)),
                name="register_matter_named",
            ),
        ]


class Entry(models.Model):
    """One entry on an item: what was done or learnt, on which day, from where."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=20)
    day = models.DateField()
    fields = models.JSONField(default=dict)
    words_sealed = models.BinaryField(default=b"")
    files = models.ManyToManyField(Attachment, related_name="+")
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    entered = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class ClosedFile(models.Model):
    """The file of a matter (一案一卷) once it was closed: its number, how long it is kept, its transfer."""

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, related_name="closed_file")
    number = models.CharField(max_length=60, unique=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    retention = models.CharField(max_length=12)
    closed_on = models.DateField()
    acts = models.PositiveIntegerField()  # on record when it was closed
    closed_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    reopened_on = models.DateField(null=True)
    transferred_on = models.DateField(null=True)
    reason_sealed = models.BinaryField(default=b"")

    class Meta:
        indexes = [models.Index(fields=["office", "transferred_on", "id"], name="file_office")]
