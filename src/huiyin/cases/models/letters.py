"""Tables round a letter: every version that was saved, checks that were overruled, and what was printed."""

from django.db import models

from huiyin.cases.models.spine import Letter
from huiyin.orgs.models import Office, Staff


class LetterVersion(models.Model):
    """The words of a letter as somebody saved them; sealed like the letter, kept as long as it is."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="versions", db_index=False)
    version = models.PositiveIntegerField()
    content_sealed = models.BinaryField()
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "version"], name="letter_version_once")]


class Overruling(models.Model):
    """A check of a letter that somebody overruled, with the reason; `mark` is a digest of what it was about.

    Once the words it was about are changed the check says something else, and this one counts no more.
    """

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="overrulings", db_index=False)
    mark = models.CharField(max_length=64)
    code = models.CharField(max_length=40)
    element = models.CharField(max_length=30)
    reason_sealed = models.BinaryField()
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "mark"], name="overruled_once")]


class Printing(models.Model):
    """The letters of a day printed in one go at an office; `number` counts the printings of the office."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    day = models.DateField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "number"], name="printing_number_once")]


class PrintedLetter(models.Model):
    """A letter in a printing, at its place in the list; `again` when it had been printed before."""

    printing = models.ForeignKey(Printing, on_delete=models.PROTECT, related_name="letters", db_index=False)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="printed")
    place = models.PositiveIntegerField()
    again = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["printing", "place"], name="printed_place_once"),
            models.UniqueConstraint(fields=["printing", "letter"], name="printed_letter_once"),
        ]
