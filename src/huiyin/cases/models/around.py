"""What gathers round a matter: ratings, notes, drafts of petitions, files."""

from django.db import models

from huiyin.cases.models.spine import Matter, Petition, Service
from huiyin.orgs.models import Office, Staff


class Feedback(models.Model):
    """What the petitioner says of the answer, apart for petition office and responsible unit (1 to 3)."""

    petition = models.OneToOneField(Petition, on_delete=models.PROTECT, related_name="feedback")
    petition_office = models.PositiveSmallIntegerField()
    unit = models.PositiveSmallIntegerField()
    comment_sealed = models.BinaryField(default=b"")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(petition_office__range=(1, 3), unit__range=(1, 3)), name="feedback_1_3"
            )
        ]


class Note(models.Model):
    """A note: a colleague's, or, with `by` empty, what the petitioner says when asking for review."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="notes")
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text_sealed = models.BinaryField()


class Draft(models.Model):
    """A petition that somebody has begun on the portal; forgotten after some days."""

    token_index = models.CharField(max_length=64, unique=True)
    answers_sealed = models.BinaryField(default=b"")
    changed = models.DateTimeField(db_index=True)


class Attachment(models.Model):
    """A file of a draft, a petition or a matter; the bytes are kept sealed outside the database."""

    draft = models.ForeignKey(Draft, null=True, on_delete=models.CASCADE, related_name="attachments")
    matter = models.ForeignKey(Matter, null=True, on_delete=models.PROTECT, related_name="attachments")
    petition = models.ForeignKey(Petition, null=True, on_delete=models.PROTECT, related_name="attachments")
    # The service it proves: a photograph or scan of the signed receipt.
    service = models.ForeignKey(
        Service, null=True, on_delete=models.PROTECT, related_name="proofs", db_index=False
    )
    # Which key it is sealed under: the house's (`house`), a matter's (`m12`) or a person's (`p34`).
    shelf = models.CharField(max_length=40, default="house")
    sha256 = models.CharField(max_length=64)
    name_sealed = models.BinaryField()
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Erasure(models.Model):
    """Personal data to be erased: proposed by somebody, or listed by a rule, and confirmed by another."""

    ground = models.CharField(max_length=10)
    petitions = models.ManyToManyField(Petition, related_name="erasures")
    due_on = models.DateField(null=True)
    proposed_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    # By which the destroyed keys are recognised, should a backup bring them back.
    marks = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ground__in=["request", "rule"]), name="erasure_ground_known"
            )
        ]


class AnswerSheet(models.Model):
    """What can be done, what cannot and how, as an officer wrote it for a matter; a talk aid, no letter."""

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, related_name="answer_sheet")
    version = models.PositiveIntegerField(default=1)
    content_sealed = models.BinaryField()
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    changed_by = models.ForeignKey(
        Staff, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    changed = models.DateTimeField()
