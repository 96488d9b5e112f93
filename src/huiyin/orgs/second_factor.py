"""The second factor of signing in: a six-digit code of an authenticator (RFC 6238), or a recovery code once.

The arithmetic is django-otp's. Its device table keeps the secret in clear; ours is sealed.
"""

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import transaction
from django_otp.oath import TOTP

from huiyin.base.errors import Conflict, Invalid, NotFound
from huiyin.foundation import audit, crypto
from huiyin.orgs.models import RecoveryCode, SecondFactor, Staff
from huiyin.orgs.rules import SEES_CASES, Actor

SECRET_BYTES = 20
TOLERANCE = 1  # steps of half a minute, either way: clocks differ
DIGITS = 6
RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Enrolment:
    """What the enrolment page shows: the secret to type, and the address that the QR code holds."""

    secret: str
    address: str


def wanted_of(actor: Actor) -> bool:
    """Return whether somebody must have a second factor: their own posts or those stood in for see cases."""
    sees = any(post.role in SEES_CASES for post in actor.posts) or "matter.read" in actor.may
    return settings.HUIYIN_TWO_FACTOR == "required" and sees


def has_one(staff: int) -> bool:
    """Return whether somebody has a confirmed second factor."""
    return SecondFactor.objects.filter(staff_id=staff, confirmed__isnull=False).exists()


@transaction.atomic
def begin(staff: int, *, at: datetime) -> Enrolment:
    """Begin to enrol an authenticator, or go on with the one begun. Raises Conflict when there is one."""
    person = Staff.objects.select_for_update().filter(pk=staff, is_active=True).first()
    if person is None:
        raise NotFound("orgs.no_staff")
    fresh = crypto.house_seal(secrets.token_bytes(SECRET_BYTES))
    kept, _new = SecondFactor.objects.get_or_create(
        staff=person, defaults={"secret_sealed": fresh, "begun": at}
    )
    if kept.confirmed:
        raise Conflict("orgs.second_factor_there")
    secret = base64.b32encode(crypto.house_unseal(kept.secret_sealed)).decode().rstrip("=")
    label = quote(f"回音:{person.login}")
    facts = urlencode({"secret": secret, "issuer": "回音", "digits": DIGITS, "period": 30})
    return Enrolment(secret, f"otpauth://totp/{label}?{facts}")


@transaction.atomic
def confirm(staff: int, code: str, *, at: datetime) -> Sequence[str]:
    """Confirm the authenticator with a first code; return the recovery codes, which are shown this once."""
    if not _matches(staff, code, confirmed=False, at=at):
        raise Invalid("orgs.code_wrong", field="code")
    SecondFactor.objects.filter(staff_id=staff).update(confirmed=at)
    audit.record("second_factor.enrol", actor=f"staff:{staff}", about=f"staff:{staff}", at=at)
    return _fresh_codes(staff)


@transaction.atomic
def renew_codes(staff: int, code: str, *, at: datetime) -> Sequence[str]:
    """Replace the recovery codes, for a right code of the authenticator."""
    if not _matches(staff, code, confirmed=True, at=at):
        raise Invalid("orgs.code_wrong", field="code")
    audit.record("second_factor.codes", actor=f"staff:{staff}", about=f"staff:{staff}", at=at)
    return _fresh_codes(staff)


@transaction.atomic
def checked(staff: int, code: str, *, at: datetime) -> bool:
    """Return whether a code lets somebody in: the authenticator's, each once, or an unused recovery code."""
    if _matches(staff, code, confirmed=True, at=at):
        return True
    digest = _digest(staff, code)
    used = RecoveryCode.objects.filter(staff_id=staff, digest=digest, used__isnull=True).update(used=at)
    if used:
        audit.record("second_factor.recovery", actor=f"staff:{staff}", about=f"staff:{staff}", at=at)
    return bool(used)


@transaction.atomic
def take_away(staff: int, *, by: str, at: datetime, reason: str) -> None:
    """Take away a lost authenticator, so that its owner can enrol another. The caller made sure it may be."""
    SecondFactor.objects.filter(staff_id=staff).delete()
    RecoveryCode.objects.filter(staff_id=staff).delete()
    audit.record("second_factor.forget", actor=by, about=f"staff:{staff}", at=at, reason=reason)


def recovery_left(staff: int) -> int:
    """Return how many recovery codes somebody has left."""
    return RecoveryCode.objects.filter(staff_id=staff, used__isnull=True).count()


def _matches(staff: int, code: str, *, confirmed: bool, at: datetime) -> bool:
    typed = "".join(code.split())
    kept = SecondFactor.objects.select_for_update(of=("self",)).filter(
        staff_id=staff, confirmed__isnull=not confirmed
    )
    factor = kept.first()
    if factor is None or len(typed) != DIGITS or not (typed.isascii() and typed.isdecimal()):
        return False
    clock = TOTP(crypto.house_unseal(factor.secret_sealed), digits=DIGITS, drift=factor.drift)
    clock.time = at.timestamp()
    if not clock.verify(int(typed), tolerance=TOLERANCE, min_t=factor.last_step + 1):
        return False
    SecondFactor.objects.filter(pk=factor.pk).update(last_step=clock.t(), drift=clock.drift)
    return True


def _fresh_codes(staff: int) -> Sequence[str]:
    RecoveryCode.objects.filter(staff_id=staff).delete()
    codes = [
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
        for _ in range(RECOVERY_CODES)
    ]
    RecoveryCode.objects.bulk_create([RecoveryCode(staff_id=staff, digest=_digest(staff, c)) for c in codes])
    return codes


def _digest(staff: int, code: str) -> str:
    plain = "".join(c for c in code.casefold() if c.isalnum())
    return crypto.blind_index(f"{staff}:{plain}", about="recovery")
