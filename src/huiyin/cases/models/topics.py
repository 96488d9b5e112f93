"""Topics: matters that are about the same trouble, as found at night; what an officer said of it stays.

No row says who petitions: a topic has matters, and persons are counted anew whenever somebody looks.
A possible accusation is in none.
"""

from django.db import models

from huiyin.cases.models.spine import Matter
from huiyin.orgs.models import Staff


class Topic(models.Model):
    """A topic (热点): its title, in words that several petitioners used, or `named` by an officer.

    `apart`: an officer said that this is not one matter; kept, so that it is not shown again.
    """

    title = models.CharField(max_length=80)
    named = models.BooleanField(default=False)
    apart = models.BooleanField(default=False)
    # How well one word or name tells it from all else, 0 to 1; how hot it was on the day it was found.
    focus = models.FloatField(default=1.0)
    heat = models.FloatField(default=0.0)
    found = models.DateTimeField()
    decided_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    decided = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-heat"], name="topic_hottest", condition=models.Q(apart=False))]


class TopicMember(models.Model):
    """A matter of a topic; `place` 0 is the one that stands for it best."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="members", db_index=False)
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="topic_members")
    place = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "matter"], name="topic_member_once")]
