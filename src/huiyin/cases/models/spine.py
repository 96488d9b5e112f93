"""Tables of petitions and matters. Columns named `*_sealed` are encrypted; `*_index` are keyed digests.

`Matter.stage`, `next_due` and their neighbours are an index over the acts, rebuilt by `huiyin law rebuild`.
"""

from typing import Any

from django.db import models

from huiyin.base.errors import Refused
from huiyin.orgs.models import Office, Staff


class Person(models.Model):
    """Somebody who petitions. Destroying `key` erases every sealed value."""

    key = models.BinaryField()
    name_sealed = models.BinaryField(default=b"")
    phone_sealed = models.BinaryField(default=b"")
    id_number_sealed = models.BinaryField(default=b"")
    address_sealed = models.BinaryField(default=b"")
    # Null where nothing was given: such a person is in no index, and equal to nobody.
    phone_index = models.CharField(max_length=64, null=True)
    id_index = models.CharField(max_length=64, null=True)
    name_index = models.CharField(max_length=64, null=True)

    class Meta:
        # Here and below: an index that Django gives a text column of its own accord comes with a second one
        # for "begins with" on PostgreSQL, and one on every key of another table. Each is written to for every
        # petition, so there are only those that something is looked up by.
        indexes = [
            models.Index(
                fields=[f"{what}_index"],
                name=f"person_{what}",
                condition=models.Q(**{f"{what}_index__isnull": False}),
            )
            for what in ("phone", "id", "name")
        ]


_ACTIVE = models.Q(active=True)
_GIVEN = models.Q(handler__isnull=False)
# Registered at one office and now with another.
MOVED = ~models.Q(office=models.F("registered_at"))


class Matter(models.Model):
    """The underlying claim (信访事项): its acts make up its statutory life."""

    key = models.BinaryField()
    number = models.CharField(max_length=60)
    headline = models.CharField(max_length=120)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="matters", db_index=False)
    registered_at = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="registered_matters", db_index=False
    )
    handler = models.ForeignKey(
        Staff, null=True, on_delete=models.PROTECT, related_name="matters", db_index=False
    )
    nature = models.CharField(max_length=12, blank=True)
    kind = models.CharField(max_length=4, blank=True)
    path = models.PositiveSmallIntegerField(null=True)
    division = models.CharField(max_length=12, blank=True)
    restricted = models.BooleanField(default=False)
    provenance = models.CharField(max_length=10, default="native")
    version = models.PositiveIntegerField(default=1)
    created = models.DateTimeField()
    # Set where a text states danger to life or health; gone after 72 hours, and nothing else is made of it.
    urgent_until = models.DateTimeField(null=True)
    # The day the file was closed; it takes no new paper from an office until it is reopened.
    filed_on = models.DateField(null=True)
    # The matter that leads where this one was found to be the same; set by the rows of `Joining` only.
    joined_to = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="members", db_index=False
    )

    # Index over the acts.
    received_on = models.DateField()
    stage = models.CharField(max_length=12)
    active = models.BooleanField(default=True)
    next_duty = models.CharField(max_length=20, blank=True)
    next_due = models.DateField(null=True)
    concluded_on = models.DateField(null=True)
    late = models.BooleanField(default=False)
    flaws = models.PositiveSmallIntegerField(default=0)

    class Meta:
        # Partial indexes name their condition as queries do: SQLite looks for the very same words.
        indexes = [
            models.Index(fields=["office", "next_due", "id"], name="matter_todo", condition=_ACTIVE),
            models.Index(fields=["office", "id"], name="matter_newest"),
            models.Index(fields=["office", "kind", "id"], name="matter_kind"),
            models.Index(fields=["office", "stage", "id"], name="matter_stage"),
            models.Index(fields=["registered_at", "id"], name="matter_moved", condition=MOVED),
            models.Index(
                fields=["registered_at", "stage", "next_due", "id"],
                name="matter_moved_todo",
                condition=_ACTIVE & MOVED,
            ),
            models.Index(fields=["handler", "office", "id"], name="matter_mine", condition=_GIVEN),
            models.Index(
                fields=["urgent_until"],
                name="matter_urgent",
                condition=models.Q(urgent_until__isnull=False),
            ),
            models.Index(
                fields=["joined_to"], name="matter_joined", condition=models.Q(joined_to__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="matter_number_once"),
            models.CheckConstraint(
                condition=models.Q(path__isnull=True) | models.Q(path__range=(1, 6)), name="path_1_6"
            ),
            models.CheckConstraint(
                condition=models.Q(nature__in=["", "claim", "suggestion", "accusation", "inquiry"]),
                name="nature_known",
            ),
        ]


class Petition(models.Model):
    """One contact (信访件): a visit, a letter, a call, a message."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="petitions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="petitions")
    companions = models.ManyToManyField(Person, related_name="joined_petitions")
    number = models.CharField(max_length=60)
    code_index = models.CharField(max_length=64)
    code_sealed = models.BinaryField()
    submission = models.CharField(max_length=64, null=True)
    source = models.CharField(max_length=60, blank=True)
    source_id = models.CharField(max_length=100, blank=True)
    channel = models.CharField(max_length=12)
    received_on = models.DateField()
    entered = models.DateTimeField()
    entered_by = models.ForeignKey(
        Staff, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    title_sealed = models.BinaryField(default=b"")
    text_sealed = models.BinaryField()
    text_index = models.CharField(max_length=64)
    persons = models.PositiveIntegerField(default=1)
    anonymous = models.BooleanField(default=False)
    # Whom it concerns where somebody petitions for another, and whether the authority was shown on paper.
    behalf_of = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    behalf_relation = models.CharField(max_length=10, blank=True)
    behalf_paper = models.CharField(max_length=5, blank=True)
    proposed = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["text_index", "-id"], name="petition_same_text"),
            models.Index(
                fields=["source_id"], condition=~models.Q(source_id=""), name="petition_same_source_id"
            ),
            models.Index(
                fields=["behalf_of"], condition=models.Q(behalf_of__isnull=False), name="petition_behalf"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="petition_number_once"),
            models.UniqueConstraint(fields=["code_index"], name="petition_code_once"),
            models.UniqueConstraint(
                fields=["submission"],
                condition=models.Q(submission__isnull=False),
                name="petition_submission_once",
            ),
            models.UniqueConstraint(
                fields=["source", "source_id"], condition=~models.Q(source=""), name="petition_source_once"
            ),
        ]


class Letter(models.Model):
    """A letter with the act it carries; its words are sealed, its number is given when it is signed."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=20)
    act = models.CharField(max_length=20)
    act_fields = models.JSONField(default=dict)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    content_sealed = models.BinaryField()
    version = models.PositiveIntegerField(default=1)
    drafted_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    changed = models.DateTimeField()
    given_back = models.DateTimeField(null=True)  # unsigned, to be worked on; until the draft changes
    number = models.CharField(max_length=200, null=True, unique=True)
    signed_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField(null=True)
    discarded = models.BooleanField(default=False)
    # How many checks stood in the way of signing when the draft was last saved; null where nobody has looked.
    unsettled = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(number__isnull=True, signed_on__isnull=True)
                | models.Q(number__isnull=False, signed_on__isnull=False),
                name="letter_signed_with_number",
            )
        ]


class Act(models.Model):
    """One dated step by someone. Never edited: a mistake is set right by a correcting act."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="acts", db_index=False)
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    day = models.DateField()
    fields = models.JSONField(default=dict)
    entered = models.DateTimeField()
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    letter = models.OneToOneField(Letter, null=True, on_delete=models.PROTECT, related_name="carried")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["matter", "position"], name="act_position_once")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Append the act. Raises Refused for an act that is already on record."""
        if self.pk is not None:
            raise Refused("cases.act_never_edited")
        super().save(*args, **kwargs)


class Service(models.Model):
    """A letter handed over (送达) to who wrote a petition, with its proof: an answer may go to several."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="services")
    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="services")
    how = models.CharField(max_length=12)
    day = models.DateField()
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    receipt_sealed = models.BinaryField(default=b"")
    # The number under which it was posted.
    post_number_sealed = models.BinaryField(default=b"")
    entered = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "petition"], name="served_once_each")]
