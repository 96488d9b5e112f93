"""Tables of grave and urgent events: how many, where, what is asked. No list of persons, no organiser."""

from django.db import models

from huiyin.cases.models import Matter
from huiyin.orgs.models import Office, Staff
from huiyin.reception.rules.events import REPORTS


class UrgentEvent(models.Model):
    """A group or urgent event, kept under its own key."""

    key = models.BinaryField()
    number = models.CharField(max_length=60, unique=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    matters = models.ManyToManyField(Matter, related_name="urgent_events")
    known_at = models.DateTimeField()
    headcount = models.PositiveIntegerField()
    spokespersons = models.PositiveSmallIntegerField(default=0)
    danger = models.BooleanField(default=False)
    place_sealed = models.BinaryField()
    asked_sealed = models.BinaryField()
    entered = models.DateTimeField()
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["office", "-id"], name="urgent_event_newest")]


class EventReport(models.Model):
    """A first, follow-up or last report of an event to bodies named by code; its words are sealed."""

    event = models.ForeignKey(UrgentEvent, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=10)
    reported_at = models.DateTimeField()
    to = models.JSONField(default=list)
    headcount = models.PositiveIntegerField()
    situation_sealed = models.BinaryField()
    measures_sealed = models.BinaryField(default=b"")
    late = models.BooleanField(default=False)
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    entered = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=list(REPORTS)), name="report_kind_known"),
            models.UniqueConstraint(
                fields=["event"], condition=models.Q(kind="first"), name="first_report_once"
            ),
        ]
