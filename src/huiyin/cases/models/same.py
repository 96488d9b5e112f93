"""Matters that may be one: digests to find them by, what is proposed, what an officer decided."""

from django.db import models

from huiyin.cases.models.spine import Matter, Petition
from huiyin.orgs.models import Staff


class NearKey(models.Model):
    """A keyed digest of a part of a petition's text; petitions nearly alike share at least one."""

    petition = models.ForeignKey(
        Petition, on_delete=models.CASCADE, related_name="near_keys", db_index=False
    )  # the unique constraint below is its index
    band = models.PositiveSmallIntegerField()
    key = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["key", "-petition"], name="near_key_newest")]
        constraints = [models.UniqueConstraint(fields=["petition", "band"], name="near_key_once")]


class SameProposal(models.Model):
    """Two matters that may be one, with what speaks for it; a person decides. `matter` is the later one.

    One that was decided "different" stays, so that it is not proposed again.
    """

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="same_earlier")
    candidate = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="same_later")
    marks = models.JSONField(default=list)
    confidence = models.CharField(max_length=6)
    state = models.CharField(max_length=9, default="open")
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    decided = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "candidate"], name="same_proposed_once"),
            models.CheckConstraint(
                condition=models.Q(matter__gt=models.F("candidate")), name="same_later_first"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "same", "different"]), name="same_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(confidence__in=["strong", "likely", "weak"]), name="same_confidence_known"
            ),
        ]


class Joining(models.Model):
    """One matter joined to another, and when that was undone; `Matter.joined_to` follows from these rows."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="joinings")
    into = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="joined_here")
    reason = models.CharField(max_length=20)
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter"], condition=models.Q(undone_at__isnull=True), name="joined_once_at_a_time"
            ),
            models.CheckConstraint(condition=~models.Q(matter=models.F("into")), name="joined_to_another"),
        ]
