"""Tables of the desk: tickets of a day, talk records, what was added to them."""

from typing import Any

from django.db import models

from huiyin.base.errors import Refused
from huiyin.cases.models import Letter, Matter, Petition
from huiyin.orgs.models import Office, Staff
from huiyin.reception.rules.desk import SIGNATURES, TICKET_STATES


class Ticket(models.Model):
    """A number of an office and a day; the name is optional and sealed under a key of its own."""

    key = models.BinaryField()
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, default="waiting")
    name_sealed = models.BinaryField(default=b"")
    persons = models.PositiveIntegerField(default=1)
    # Set while somebody waits who asked to go ahead; why is never stored, and calling the ticket clears it.
    ahead = models.BooleanField(default=False)
    window = models.CharField(max_length=12, blank=True)
    taken_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    called_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "day", "number"], name="ticket_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=list(TICKET_STATES)), name="ticket_state_known"
            ),
        ]
        indexes = [models.Index(fields=["office", "day", "state"], name="ticket_queue")]


class Talk(models.Model):
    """A talk record (接谈笔录): sealed under its own key; not changed any more once it was read back."""

    key = models.BinaryField()
    number = models.CharField(max_length=60, unique=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    ticket = models.OneToOneField(Ticket, null=True, on_delete=models.PROTECT, related_name="talk")
    day = models.DateField()
    begun_at = models.DateTimeField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    content_sealed = models.BinaryField(default=b"")
    persons = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    read_back_at = models.DateTimeField(null=True)
    signed = models.CharField(max_length=12, blank=True)
    signed_at = models.DateTimeField(null=True)
    refusal_sealed = models.BinaryField(default=b"")
    matter = models.ForeignKey(Matter, null=True, on_delete=models.PROTECT, related_name="talks")
    petition = models.OneToOneField(Petition, null=True, on_delete=models.PROTECT, related_name="talk")
    # The matter the visitor says it is about again; joining the two is decided elsewhere, by a person.
    earlier = models.ForeignKey(Matter, null=True, on_delete=models.PROTECT, related_name="+")
    # A record that was never registered is erased at the visitor's wish once a second officer confirms it.
    erasing_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    notice = models.OneToOneField(Letter, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(signed__in=["", *SIGNATURES]), name="talk_signature_known"
            ),
            models.CheckConstraint(
                condition=models.Q(signed="") | models.Q(read_back_at__isnull=False),
                name="talk_read_back_before_signed",
            ),
        ]
        indexes = [models.Index(fields=["office", "-id"], name="talk_newest")]


class TalkEntry(models.Model):
    """What was set right or added after the record had been read back."""

    talk = models.ForeignKey(Talk, on_delete=models.PROTECT, related_name="entries")
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    text_sealed = models.BinaryField()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the entry. Raises Refused for one that is already on record."""
        if self.pk is not None:
            raise Refused("reception.read_back_stays")
        super().save(*args, **kwargs)
