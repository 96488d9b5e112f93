"""One caller of the public interface learns nothing of another's petition and writes nothing in clear."""

from typing import Any

import pytest
from django.test import Client

from huiyin.base.errors import Invalid
from huiyin.cases.models import Matter, Petition
from tests.agency import petition
from tests.people import PENSION, WAGES

pytestmark = pytest.mark.usefixtures("agency")


def post(client: Client, body: Any, **headers: str) -> Any:
    return client.post("/api/v1/petitions", body, content_type="application/json", headers=headers)


def test_the_same_idempotency_key_of_somebody_else_does_not_reveal_the_first_receipt(client: Client) -> None:
    key = {"Idempotency-Key": "1"}
    first = post(client, {"text": WAGES}, **key).json()
    other = post(client, {"text": PENSION}, **key)
    assert other.status_code == 201
    assert other.json()["code"] != first["code"]
    assert Petition.objects.count() == 2
    same_words = post(client, {"text": WAGES, "person": {"name": "林秋月"}}, **key)
    assert same_words.json()["code"] not in {first["code"], other.json()["code"]}


def test_a_place_that_is_no_code_is_refused_and_never_kept_in_clear(client: Client) -> None:
    answer = post(client, {"text": WAGES, "place": "柳坪县河口镇周大勇家"})
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "place")
    with pytest.raises(Invalid):
        petition(place="19900001234")  # a telephone number
    assert not Matter.objects.exists()


def test_one_address_cannot_fill_the_register(client: Client, settings: Any) -> None:
    settings.HUIYIN_PETITIONS_LIMIT = 2
    answers = [post(client, {"text": WAGES}).status_code for _ in range(3)]
    assert answers == [201, 201, 429]
