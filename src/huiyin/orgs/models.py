"""Tables of the agency: areas, offices in their two relations, staff and their posts."""

from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from huiyin.orgs.rules import REQUEST_STATES, ROLES, TWO_PERSONS


class Agency(models.Model):
    """The one tenant of this installation."""

    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    division = models.CharField(max_length=12)
    demo = models.BooleanField(default=False)
    intake = models.ForeignKey("Office", null=True, on_delete=models.PROTECT, related_name="+")


class Division(models.Model):
    """An administrative area with its official code."""

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100, blank=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="inside")


class Office(models.Model):
    """An office: `parent` contains it, `superior` reviews what it decides."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    kind = models.CharField(
        max_length=20, choices=[(k, k) for k in ("hrss", "petition-office", "government")], default="hrss"
    )
    short = models.CharField(max_length=20, help_text="the letters' 文号 prefix, such as 云人社")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="inside")
    superior = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="reviews")
    division = models.ForeignKey(Division, null=True, on_delete=models.PROTECT)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=200, blank=True)
    hours = models.CharField(max_length=200, blank=True, help_text="when people are received there")
    # An office that ended takes nothing in and gets nobody; what it did stays its own.
    ended_on = models.DateField(null=True)
    fields = models.JSONField(default=list, help_text="the taxonomy fields it handles")


class Staff(AbstractBaseUser):
    """A member of staff who can sign in."""

    login = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    title = models.CharField(max_length=60, blank=True)
    is_active = models.BooleanField(default=True)
    # A password somebody else chose is good for one sign-in: then the person chooses another.
    must_change = models.BooleanField(default=False)
    # A one-time password that nobody used until then is good for nothing any more.
    password_until = models.DateTimeField(null=True)

    objects: ClassVar[BaseUserManager[Self]] = BaseUserManager()
    USERNAME_FIELD = "login"


class Post(models.Model):
    """A role that somebody holds at an office."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="posts")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=30, choices=[(role, role) for role in ROLES])
    # Who confirms what is asked held the post before; empty for posts from before this was kept.
    since = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "office", "role"], name="post_once"),
            models.CheckConstraint(condition=models.Q(role__in=list(ROLES)), name="post_role_known"),
        ]


class Delegation(models.Model):
    """Somebody stands in for somebody (代办) from a day to a day, during leave or for another reason."""

    giver = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="given")
    taker = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="taken")
    kind = models.CharField(max_length=12, choices=[(k, k) for k in ("leave", "delegation")])
    from_day = models.DateField()
    to_day = models.DateField()
    set_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["taker", "to_day"], name="delegation_taker")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_day__gte=models.F("from_day")), name="delegation_days_in_order"
            ),
            models.CheckConstraint(
                condition=~models.Q(giver=models.F("taker")), name="delegation_to_somebody_else"
            ),
        ]


class Notice(models.Model):
    """Something a member of staff should know; names a record, never a person's data."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=30)
    about = models.CharField(max_length=80)
    params = models.JSONField(default=dict)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    once = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["staff", "-at", "-id"], name="notice_newest"),
            models.Index(fields=["staff"], name="notice_unseen", condition=models.Q(seen_at__isnull=True)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "once"], name="notice_once", condition=~models.Q(once="")
            )
        ]


class SecondFactor(models.Model):
    """The secret a member of staff shares with an authenticator (TOTP), sealed; each code is good once."""

    staff = models.OneToOneField(Staff, on_delete=models.CASCADE, related_name="second_factor")
    secret_sealed = models.BinaryField()
    begun = models.DateTimeField()
    confirmed = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=-1)
    drift = models.SmallIntegerField(default=0)


class RecoveryCode(models.Model):
    """A code that lets somebody in once when the authenticator is lost; kept as a keyed digest."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64, unique=True)
    used = models.DateTimeField(null=True)


class SignedIn(models.Model):
    """Where somebody is signed in: one session of the browser, with when it was last used."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="signed_in")
    session = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=40, blank=True)
    began = models.DateTimeField()
    last_used = models.DateTimeField()


class AccessRequest(models.Model):
    """What an administrator may not do alone (双人确认): asked by one, confirmed by another, done once."""

    what = models.CharField(max_length=16, choices=[(what, what) for what in TWO_PERSONS])
    about = models.CharField(max_length=80)
    params = models.JSONField(default=dict)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=10, default="waiting", choices=[(s, s) for s in REQUEST_STATES])
    decided_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "-id"], name="access_request_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(what__in=list(TWO_PERSONS), state__in=list(REQUEST_STATES)),
                name="access_request_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["confirmed", "done", "declined"])
                | (models.Q(decided_by__isnull=False) & ~models.Q(decided_by=models.F("asked_by"))),
                name="access_request_takes_two",
            ),
        ]


class Change(models.Model):
    """One change of how the agency is set up (变更): from what to what, who, when and why; never edited."""

    about = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    what = models.CharField(max_length=40)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    valid_from = models.DateField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["about", "version"], name="change_version_once")]
        indexes = [models.Index(fields=["by", "-id"], name="change_by_whom")]
