"""Tables of difficult service: what was tried, who may receive, whether electronic service was agreed to."""

from django.db import models

from huiyin.cases.models import Letter, Matter
from huiyin.orgs.models import Staff
from huiyin.reception.rules.service import ADDRESSES, OUTCOMES, WAYS


class ServiceAttempt(models.Model):
    """One attempt to serve a letter; names of witnesses and other words are sealed with the matter's key."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="attempts")
    day = models.DateField()
    way = models.CharField(max_length=12)
    address = models.CharField(max_length=12)
    outcome = models.CharField(max_length=14)
    witnesses = models.PositiveSmallIntegerField(default=0)
    witnesses_sealed = models.BinaryField(default=b"")
    words_sealed = models.BinaryField(default=b"")
    counted = models.BooleanField(default=False)
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    entered = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    way__in=list(WAYS), address__in=list(ADDRESSES), outcome__in=list(OUTCOMES)
                ),
                name="attempt_known",
            )
        ]


class ReceivingAgent(models.Model):
    """Somebody whom the petitioner authorised in writing to receive letters of a matter."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="receiving_agents")
    who_sealed = models.BinaryField()
    since = models.DateField()
    until = models.DateField(null=True)
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    entered = models.DateTimeField()


class ElectronicConsent(models.Model):
    """The petitioner's consent to electronic service of a matter's letters, given and perhaps withdrawn."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="electronic_consents")
    address_sealed = models.BinaryField()
    since = models.DateField()
    given_how = models.CharField(max_length=10)
    until = models.DateField(null=True)
    withdrawn_how = models.CharField(max_length=10, blank=True)
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    entered = models.DateTimeField()
