"""An Idempotency-Key gets one answer: the same request again gets it again, another request is refused."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from huiyin.base.errors import Conflict
from huiyin.exchange.models import AccessToken, KeptAnswer
from huiyin.foundation.crypto import blind_index, house_seal, house_unseal

KEPT_FOR = timedelta(days=2)
Answer = tuple[int, Mapping[str, Any]]


@dataclass(frozen=True)
class Asked:
    """A request under a key: who came, with which key, asking what."""

    token: AccessToken
    key: str
    request: str


def once(asked: Asked, do: Callable[[], Answer], *, at: datetime) -> tuple[Answer, bool]:
    """Return the answer to a request, and whether it is a repeated one; without a key it is simply done.

    Answer and effect are written in one transaction, so a key never has the one without the other. A refused
    request leaves no answer: mended, it may come again under its key. Raises Conflict for another request.
    """
    if not asked.key:
        return do(), False
    key = blind_index(asked.key, about="idempotency-key")
    request = blind_index(asked.request, about="idempotent-request")
    with transaction.atomic():
        try:
            with transaction.atomic():
                kept = KeptAnswer.objects.create(
                    token=asked.token, key_index=key, request_index=request, at=at
                )
        except IntegrityError:
            return _again(asked.token, key, request), True
        status, answer = do()
        kept.status = status
        kept.answer_sealed = house_seal(json.dumps(answer, ensure_ascii=False, default=str).encode())
        kept.save(update_fields=["status", "answer_sealed"])
    return (status, answer), False


def _again(token: AccessToken, key: str, request: str) -> Answer:
    kept = KeptAnswer.objects.get(token=token, key_index=key)
    if kept.request_index != request:
        raise Conflict("exchange.key_reused")
    return kept.status, json.loads(house_unseal(kept.answer_sealed))


def forget(*, at: datetime) -> int:
    """Forget answers that nobody will ask for again; return how many."""
    return KeptAnswer.objects.filter(at__lt=at - KEPT_FOR).delete()[0]
