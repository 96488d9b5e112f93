"""The public API: same services, same refusals, same reading as the pages."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from huiyin.cases.models import Petition
from huiyin.cases.reading import read_text
from tests.people import WAGES

pytestmark = pytest.mark.usefixtures("agency")


def post(client: Client, path: str, body: Any, **headers: str) -> Any:
    return client.post(f"/api/v1{path}", body, content_type="application/json", headers=headers)


def test_a_petition_is_handed_in_and_followed_by_its_code(client: Client) -> None:
    answer = post(client, "/petitions", {"text": WAGES, "person": {"phone": "19900001234"}})
    assert answer.status_code == 201
    receipt = answer.json()
    progress = client.get(f"/api/v1/petitions/{receipt['code_spaced']}").json()
    assert progress["number"] == receipt["number"]
    assert progress["stage"] == "registered"
    assert [d["duty"] for d in progress["deadlines"]] == ["tell"]


def test_the_same_idempotency_key_registers_once(client: Client) -> None:
    key = {"Idempotency-Key": "one-click"}
    first = post(client, "/petitions", {"text": WAGES}, **key)
    again = post(client, "/petitions", {"text": WAGES}, **key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["code"] == again.json()["code"]
    assert Petition.objects.count() == 1


def test_an_empty_petition_is_refused_with_the_field_to_mend_in_the_callers_language(client: Client) -> None:
    answer = post(client, "/petitions", {"text": " "}, **{"Accept-Language": "en"})
    assert answer.status_code == 422
    assert answer.json()["error"] == {
        "code": "cases.text_missing",
        "message": "Please say what happened.",
        "field": "text",
    }


@pytest.mark.parametrize(
    "body", ["{", "[]", '{"txt": 1}', '{"text": 5}', '{"text": "欠薪", "persons": -1}', ""]
)
def test_a_body_of_the_wrong_shape_is_refused_and_never_a_fault(client: Client, body: str) -> None:
    assert post(client, "/petitions", body).status_code in {400, 422}
    assert not Petition.objects.exists()


def test_what_was_sent_is_not_repeated_in_a_refusal(client: Client) -> None:
    answer = post(client, "/petitions", {"text": 5, "title": "机密标题"})
    assert "机密标题" not in answer.content.decode()


def test_an_unknown_code_is_not_found(client: Client) -> None:
    assert client.get("/api/v1/petitions/AAAAAAAAAA").status_code == 404


def test_guessing_codes_is_slowed_down(client: Client) -> None:
    answers = [client.get("/api/v1/petitions/AAAAAAAAAA").status_code for _ in range(61)]
    assert answers[-1] == 429


def test_understanding_is_what_every_other_face_shows(client: Client) -> None:
    answer = post(client, "/understand", {"text": WAGES, "title": "欠薪"}).json()
    assert answer == read_text(WAGES, "欠薪", home=settings.HUIYIN_HOME).as_dict()
    assert answer["division"]["code"] == "970121"


def test_the_interface_describes_itself(client: Client) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert {"/api/v1/petitions", "/api/v1/petitions/{code}", "/api/v1/understand"} <= set(paths)


def test_health_says_ok_without_saying_more(client: Client) -> None:
    assert client.get("/healthz").json()["ok"] is True
