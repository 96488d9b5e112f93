"""What was found unusual, what officers made of it and did about it, and what was reckoned week by week.

Nothing here is about a person or a matter: areas, kinds, days and counts. The lake can be made anew from the
records at any time; these cannot, for they say what was told, and when, with what was known then.
"""

from django.conf import settings
from django.db import models

from huiyin.insight.rules import VERDICTS
from huiyin.insight.undertaken.rules import ENTRIES, SORTS, STATES


class Finding(models.Model):
    """Something unusual: a kind in some areas, from a day to a day; empty means every kind or every area.

    `evidence` holds what each method saw, once for each week, as `rules.Seen` writes it.
    """

    kind = models.CharField(max_length=8, blank=True)
    areas = models.JSONField(default=list)
    since = models.DateField()
    until = models.DateField()
    told = models.DateTimeField()
    evidence = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["-until", "-id"], name="finding_newest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")), name="finding_days_in_order"
            )
        ]


class Verdict(models.Model):
    """What an officer made of a finding afterwards, and why. Never changed: the newest one counts."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="verdicts")
    said = models.CharField(max_length=12, choices=[(one, one) for one in VERDICTS])
    reason = models.CharField(max_length=400)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(said__in=list(VERDICTS)), name="verdict_known")
        ]


class PolicyNote(models.Model):
    """A rule or practice that changed on a day, the kind it bears on, words that tell what of that kind."""

    title = models.CharField(max_length=80)
    on = models.DateField()
    kind = models.CharField(max_length=8)
    words = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-on", "-id"], name="policy_note_newest")]


class Reckoned(models.Model):
    """What one step of reckoning said of a week, with the state of the lake it stood on."""

    step = models.CharField(max_length=12)
    week = models.DateField()
    generation = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    said = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "week"], name="reckoned_once")]


class Undertaking(models.Model):
    """Something undertaken on a finding: what, by which office or whom. It is about no single matter.

    `due`, `state` and what is asked of lists follow from its entries.
    """

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="undertakings")
    sort = models.CharField(max_length=8)
    words = models.CharField(max_length=400, blank=True)
    office = models.ForeignKey("orgs.Office", on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    due = models.DateField()
    state = models.CharField(max_length=8, default="planned")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["state", "due", "id"], name="undertaking_due")]
        constraints = [
            models.CheckConstraint(condition=models.Q(sort__in=list(SORTS)), name="undertaking_sort"),
            models.CheckConstraint(condition=models.Q(state__in=list(STATES)), name="undertaking_state"),
        ]


class UndertakingEntry(models.Model):
    """One entry of an undertaking's history, never changed: planned, put off, done or given up.

    `day` is until when it is planned, or when it was done; `cause` what was found, `words` why, or what
    came of it.
    """

    undertaking = models.ForeignKey(Undertaking, on_delete=models.PROTECT, related_name="entries")
    sort = models.CharField(max_length=8)
    day = models.DateField(null=True)
    cause = models.CharField(max_length=400, blank=True)
    words = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(sort__in=list(ENTRIES)), name="undertaking_entry_sort")
        ]
