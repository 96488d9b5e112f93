"""Tables of working together: who keeps out of a matter, who is asked to sign along or to do a part."""

from django.db import models

from huiyin.cases.models.spine import Letter, Matter
from huiyin.cases.rules.outside import FORWARDED_BY
from huiyin.cases.rules.recusals import REASONS
from huiyin.orgs.models import Office, Staff

ANSWERS = ("", "agree", "dissent", "withdrawn")


class Recusal(models.Model):
    """Somebody keeps out of a matter (回避, 信访工作条例 art 28) until the head lifts it."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="recusals")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="recusals")
    reason = models.CharField(max_length=20, choices=[(r, r) for r in REASONS])
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_sealed = models.BinaryField(default=b"")

    class Meta:
        indexes = [models.Index(fields=["staff", "lifted_at"], name="recusal_of_staff")]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "staff"], name="recused_once", condition=models.Q(lifted_at__isnull=True)
            ),
            models.CheckConstraint(condition=models.Q(reason__in=REASONS), name="recusal_reason_known"),
        ]


class Task(models.Model):
    """A part of the work on a matter, given to a colleague or a unit with a last day (协办)."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="tasks")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="tasks")
    given_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    due = models.DateField()
    words_sealed = models.BinaryField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn = models.BooleanField(default=False)
    done_sealed = models.BinaryField(default=b"")

    class Meta:
        indexes = [
            models.Index(
                fields=["staff", "due"], name="task_of_staff", condition=models.Q(closed_at__isnull=True)
            ),
            models.Index(
                fields=["office", "due"], name="task_of_unit", condition=models.Q(closed_at__isnull=True)
            ),
        ]


class Countersign(models.Model):
    """A colleague or a unit is asked to sign along with a draft (会签), and what they said of it."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="countersigns")
    version = models.PositiveIntegerField()
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="countersigns")
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=12, blank=True, choices=[(a, a) for a in ANSWERS])
    answered_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    words_sealed = models.BinaryField(default=b"")
    # An answer to words that were changed afterwards stays on file; the question is asked again.
    replaced = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["staff"], name="countersign_staff", condition=models.Q(answer="")),
            models.Index(fields=["office"], name="countersign_unit", condition=models.Q(answer="")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "office", "staff"], name="countersign_once", condition=models.Q(answer="")
            ),
        ]


class ReviewForwarded(models.Model):
    """A request for review was passed on to the reviewing body, which has nobody in this installation.

    `request` is the position of the act by which the petitioner asked.
    """

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="forwarded")
    request = models.PositiveIntegerField()
    body = models.CharField(max_length=200)
    day = models.DateField()
    how = models.CharField(max_length=12, choices=[(how, how) for how in FORWARDED_BY])
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "request"], name="forwarded_once")]


class Escalation(models.Model):
    """An overdue duty was brought to a level (提级); the same is never brought there twice."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="escalations")
    duty = models.CharField(max_length=20)
    due = models.DateField()
    level = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "duty", "due", "level"], name="brought_once"),
        ]
