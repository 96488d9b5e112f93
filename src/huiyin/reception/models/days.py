"""Tables of reception days (接访日): when a leader receives people, and who booked which time."""

from django.db import models

from huiyin.orgs.models import Office, Staff
from huiyin.reception.rules.days import BOOKING_STATES


class ReceptionDay(models.Model):
    """A day on which a leader receives people, as it is published: place, hours, post, what to bring."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    begins = models.TimeField()
    ends = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    post = models.CharField(max_length=60)
    place = models.CharField(max_length=120)
    topics = models.CharField(max_length=200, blank=True)
    bring = models.CharField(max_length=300, blank=True)
    entered = models.DateTimeField()
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_why = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["office", "day"], name="reception_day_office")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("begins")), name="reception_day_hours"
            ),
            models.UniqueConstraint(
                fields=["office", "day", "post", "begins"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="reception_day_once",
            ),
        ]


class Booking(models.Model):
    """A time somebody booked. Name and telephone are sealed under a key of its own and forgotten next day.

    Who did not come is not noted: nothing follows from it. No index tells whether a telephone booked: whoever
    knows somebody's number must not find that out.
    """

    key = models.BinaryField()
    reception_day = models.ForeignKey(ReceptionDay, on_delete=models.PROTECT, related_name="bookings")
    place_in_row = models.PositiveSmallIntegerField()
    code_index = models.CharField(max_length=64, unique=True, null=True)
    code_sealed = models.BinaryField(default=b"")
    name_sealed = models.BinaryField(default=b"")
    phone_sealed = models.BinaryField(default=b"")
    persons = models.PositiveSmallIntegerField(default=1)
    field = models.CharField(max_length=2, blank=True)
    state = models.CharField(max_length=10, default="booked")
    entered = models.DateTimeField()
    changed = models.DateTimeField(null=True)
    # A double click on the form is one booking.
    submission = models.CharField(max_length=64, unique=True, null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=list(BOOKING_STATES)), name="booking_state_known"
            ),
            models.UniqueConstraint(
                fields=["reception_day", "place_in_row"],
                condition=~models.Q(state="cancelled"),
                name="booking_time_once",
            ),
        ]
