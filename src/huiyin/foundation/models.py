"""Tables of the foundation: the audit log with its seals, and running numbers."""

from django.db import models


class AuditSeal(models.Model):
    """A signed link of the audit chain; it closes a batch of entries."""

    position = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    entries = models.PositiveIntegerField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    signature = models.BinaryField()


class AuditEntry(models.Model):
    """One thing done or one piece of personal data read. Holds no personal data itself."""

    uid = models.UUIDField(unique=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    action = models.CharField(max_length=60)
    about = models.CharField(max_length=80)
    reason = models.CharField(max_length=200, blank=True)
    mac = models.CharField(max_length=64)
    seal = models.ForeignKey(
        AuditSeal, null=True, on_delete=models.PROTECT, related_name="sealed", db_index=False
    )

    class Meta:
        indexes = [
            models.Index(fields=["about"], name="audit_about"),
            models.Index(fields=["id"], name="audit_unsealed", condition=models.Q(seal__isnull=True)),
            models.Index(fields=["seal"], name="audit_sealed", condition=models.Q(seal__isnull=False)),
        ]


class Sequence(models.Model):
    """The last number given out under a name, such as one office's letters of one year."""

    name = models.CharField(max_length=100, unique=True)
    last = models.PositiveBigIntegerField(default=0)


class Attempts(models.Model):
    """How often something was tried under a key since an instant."""

    key = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField(db_index=True)
    tries = models.PositiveIntegerField(default=0)


class Event(models.Model):
    """Something that happened and that others still have to be told (the outbox); holds no personal data."""

    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=80)
    params = models.JSONField(default=dict)
    at = models.DateTimeField()
    # A worker takes an event for a while; when it dies, the event is free again after that.
    taken_until = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=80, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="event_waiting", condition=models.Q(done_at__isnull=True)),
            models.Index(fields=["done_at"], name="event_done", condition=models.Q(done_at__isnull=False)),
        ]
