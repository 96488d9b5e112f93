"""Tables of the agency: areas, offices in their two relations, staff and their posts."""

from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from huiyin.orgs.rules import ROLES


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
    fields = models.JSONField(default=list, help_text="the taxonomy fields it handles")


class Staff(AbstractBaseUser):
    """A member of staff who can sign in."""

    login = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    title = models.CharField(max_length=60, blank=True)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[BaseUserManager[Self]] = BaseUserManager()
    USERNAME_FIELD = "login"


class Post(models.Model):
    """A role that somebody holds at an office."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="posts")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=30, choices=[(role, role) for role in ROLES])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "office", "role"], name="post_once"),
            models.CheckConstraint(condition=models.Q(role__in=list(ROLES)), name="post_role_known"),
        ]
