"""Sign-in of staff by login name and password (argon2)."""

from typing import Any

from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from huiyin.foundation.crypto import blind_index
from huiyin.orgs.models import Staff


def lock_key(login: str, device: str = "") -> str:
    """Return the key under which wrong tries for a login name are counted: those of a known browser apart."""
    key = "in:" + blind_index(login, about="login")[:40]
    return f"{key}:{device}" if device else key


class StaffBackend:
    """Django's authentication hook; permissions come from `orgs.rules`, not from Django."""

    def authenticate(
        self, request: HttpRequest | None, login: str = "", password: str = "", **_: Any
    ) -> Staff | None:
        """Return the member of staff when the password is right and the account is active."""
        staff = Staff.objects.filter(login=login).first()
        if staff is None:
            make_password(password)  # as slow as a real check, so that names cannot be found out by timing
            return None
        return staff if staff.check_password(password) and staff.is_active else None

    def get_user(self, user_id: int) -> Staff | None:
        """Return the signed-in member of staff, unless the account was closed meanwhile."""
        return Staff.objects.filter(pk=user_id, is_active=True).first()
