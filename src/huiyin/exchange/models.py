"""Tables of the exchange with other systems. Columns named `*_sealed` are encrypted, `*_index` keyed digests.

What stands in clear are numbers, days and codes that a map knows; whatever else a file brought is sealed.
"""

from django.db import models
from django.db.models import F, Q

from huiyin.cases.models import Matter, Petition
from huiyin.orgs.models import Office, Staff


class ConnectedSystem(models.Model):
    """Another system an office exchanges with: by file, by the API, by webhook."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    map = models.CharField(max_length=40, blank=True)
    added_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)


class AccessToken(models.Model):
    """A key to the API for one system; the token itself is shown once and only its digest is kept."""

    system = models.ForeignKey(ConnectedSystem, on_delete=models.PROTECT, related_name="tokens")
    begins = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    expires_on = models.DateField()
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)


class KeptAnswer(models.Model):
    """What the API answered under an Idempotency-Key, given again when the same request comes again."""

    token = models.ForeignKey(AccessToken, on_delete=models.CASCADE, related_name="+")
    key_index = models.CharField(max_length=64)
    request_index = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer_sealed = models.BinaryField(default=b"")
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key_index"], name="answer_once")]


class Link(models.Model):
    """Another system's record of a matter, under that system's number, with its status and its own clocks.

    `waiting`: perhaps about the matter `proposed`; a person decides. `returns` counts the days it went back.
    """

    system = models.ForeignKey(ConnectedSystem, on_delete=models.PROTECT, related_name="links")
    number = models.CharField(max_length=100)
    matter = models.ForeignKey(Matter, null=True, on_delete=models.PROTECT, related_name="elsewhere")
    petition = models.ForeignKey(Petition, null=True, on_delete=models.PROTECT, related_name="elsewhere")
    state = models.CharField(max_length=8, default="linked")
    proposed = models.ForeignKey(Matter, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.CharField(max_length=8, blank=True)
    received_on = models.DateField(null=True)
    status = models.CharField(max_length=60, blank=True)
    stage = models.CharField(max_length=12, blank=True)
    kind = models.CharField(max_length=4, blank=True)
    nature = models.CharField(max_length=12, blank=True)
    concluded_on = models.DateField(null=True)
    returned_on = models.DateField(null=True)
    returns = models.PositiveSmallIntegerField(default=0)
    clocks = models.JSONField(default=dict)
    key = models.BinaryField(default=b"")
    kept_sealed = models.BinaryField(default=b"")
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "number"], name="link_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", matter__isnull=True) | Q(state="linked", matter__isnull=False),
                name="link_has_its_matter",
            ),
        ]


class UnmappedCode(models.Model):
    """A code of theirs that the map does not know yet; sealed, as anything may stand in such a cell."""

    system = models.ForeignKey(ConnectedSystem, on_delete=models.PROTECT, related_name="unmapped")
    field = models.CharField(max_length=40)
    code_index = models.CharField(max_length=64)
    code_sealed = models.BinaryField()
    times = models.PositiveIntegerField(default=0)
    last_seen = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "field", "code_index"], name="unmapped_once")
        ]


class Batch(models.Model):
    """One file in or out, with its number in the series of its system."""

    system = models.ForeignKey(ConnectedSystem, on_delete=models.PROTECT, related_name="batches")
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=12)  # taken, compared, petitions, progress
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    counts = models.JSONField(default=dict)
    headers = models.JSONField(default=list)
    encoding = models.CharField(max_length=12, blank=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "number"], name="batch_numbered_once")]


class ExportRow(models.Model):
    """One row of an export; what names a person is sealed under that person's key."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="rows")
    position = models.PositiveIntegerField()
    link = models.ForeignKey(Link, null=True, on_delete=models.PROTECT, related_name="+")
    petition = models.ForeignKey(Petition, null=True, on_delete=models.PROTECT, related_name="+")
    event = models.CharField(max_length=10)  # act, service, feedback, petition
    record = models.PositiveBigIntegerField()
    cells = models.JSONField(default=list)
    personal_sealed = models.BinaryField(default=b"")

    class Meta:
        indexes = [models.Index(fields=["event", "record"], name="export_row_of")]
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="export_row_placed_once"),
            models.UniqueConstraint(fields=["link", "event", "record"], name="export_row_once"),
        ]


class Difference(models.Model):
    """Where our records and theirs differ; found by comparing, closed by a person."""

    system = models.ForeignKey(ConnectedSystem, on_delete=models.PROTECT, related_name="differences")
    kind = models.CharField(max_length=14)
    number = models.CharField(max_length=100)
    what = models.CharField(max_length=20)
    link = models.ForeignKey(Link, null=True, on_delete=models.PROTECT, related_name="+")
    ours = models.CharField(max_length=40, blank=True)
    theirs = models.CharField(max_length=40, blank=True)
    proposed = models.CharField(max_length=12)
    found_at = models.DateTimeField()
    last_seen = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system", "kind", "number", "what"],
                condition=Q(closed_at__isnull=True),
                name="difference_open_once",
            )
        ]


class Webhook(models.Model):
    """An address of another system that is told of what happens: numbers and codes, no personal data."""

    system = models.ForeignKey(ConnectedSystem, on_delete=models.PROTECT, related_name="webhooks")
    url = models.CharField(max_length=500)
    events = models.JSONField(default=list)
    secret_sealed = models.BinaryField()
    made_at = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)
    paused_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)


class Delivery(models.Model):
    """One event for one webhook: what is said, how often it was tried, and what came back."""

    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries")
    event_id = models.CharField(max_length=60)
    event = models.CharField(max_length=40)
    body = models.JSONField()
    at = models.DateTimeField()
    state = models.CharField(max_length=10, default="waiting")  # waiting, delivered, failed
    tries = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    fault = models.CharField(max_length=40, blank=True)
    milliseconds = models.PositiveIntegerField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], name="delivery_due", condition=Q(state="waiting")),
            models.Index(F("webhook").asc(), F("id").desc(), name="delivery_newest"),
        ]
        constraints = [models.UniqueConstraint(fields=["webhook", "event_id"], name="delivery_once")]
