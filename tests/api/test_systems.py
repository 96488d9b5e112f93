"""Connected systems on the API: their token, its scopes, their office, one answer to one request."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from huiyin.api import callers
from huiyin.base.clock import now
from huiyin.base.errors import Invalid, NotAllowed
from huiyin.cases.models import Matter, Petition
from huiyin.cases.services import past
from huiyin.exchange.loading import load_map
from huiyin.exchange.models import AccessToken, Link
from huiyin.exchange.queries import systems as shown
from huiyin.exchange.rules.scopes import SCOPES
from huiyin.exchange.services import answered, systems, tokens
from huiyin.foundation import audit
from huiyin.orgs.rules import SYSTEM
from tests.agency import actor, petition
from tests.exchange.world import PROVINCE, connected, row, table, take
from tests.people import WAGES, WORKER

pytestmark = pytest.mark.usefixtures("agency")
BASE = "/api/v1"


def token(*scopes: str, days: int = 30) -> str:
    return tokens.make_token(connected(), scopes, by=SYSTEM, at=now(), days=days).token


def get(client: Client, path: str, with_token: str, **headers: str) -> Any:
    return client.get(f"{BASE}{path}", headers={"Authorization": f"Bearer {with_token}", **headers})


def post(client: Client, path: str, body: Any, with_token: str, **headers: str) -> Any:
    sent = {"Authorization": f"Bearer {with_token}", **headers}
    return client.post(f"{BASE}{path}", body, content_type="application/json", headers=sent)


def test_a_system_hands_in_at_its_own_office_under_its_own_number_once(client: Client) -> None:
    systems.connect("county", name="县", office="lp-hrss", map_name="petition-system", by=SYSTEM, at=now())
    key = tokens.make_token("county", ["petitions:write"], by=SYSTEM, at=now()).token
    first = post(client, "/petitions", {"text": WAGES, "number": "P1"}, key)
    again = post(client, "/petitions", {"text": "改了几个字", "number": "P1"}, key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["code"] == first.json()["code"]
    link = Link.objects.select_related("petition__matter__office").get()
    assert (link.number, link.petition.source, link.petition.source_id) == ("P1", "county", "P1")
    assert link.petition.matter.office.code == "lp-hrss"


def test_one_key_one_request_one_answer(client: Client) -> None:
    key = token("petitions:write")
    once = {"Idempotency-Key": "form-1"}
    first = post(client, "/petitions", {"text": WAGES}, key, **once)
    again = post(client, "/petitions", {"text": WAGES}, key, **once)
    other = post(client, "/petitions", {"text": WAGES + "。"}, key, **once)
    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 409)
    assert again.json() == first.json() and again["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert other.json()["code"] == "exchange.key_reused"
    assert Petition.objects.count() == 1
    mine = tokens.make_token(PROVINCE, ["petitions:write"], by=SYSTEM, at=now()).token
    assert post(client, "/petitions", {"text": WAGES}, mine, **once).status_code == 201, (
        "another caller's key"
    )


def test_a_refused_request_may_come_again_mended_under_its_key(client: Client) -> None:
    key = token("petitions:write")
    assert post(client, "/petitions", {"text": " "}, key, **{"Idempotency-Key": "k"}).status_code == 422
    assert post(client, "/petitions", {"text": WAGES}, key, **{"Idempotency-Key": "k"}).status_code == 201
    assert answered.forget(at=now() + timedelta(days=3)) == 1


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("/matters", "matters:read"),
        ("/matters/1", "matters:read"),
        ("/matters/1/acts", "matters:read"),
        ("/matters/1/letters", "matters:read"),
        ("/matters/1/links", "matters:read"),
        ("/register", "petitions:read"),
        ("/exchange/batches", "exchange:read"),
        ("/exchange/differences", "exchange:read"),
        ("/exchange/exports/1", "exchange:write"),
    ],
)
def test_each_door_opens_to_its_scope_only(client: Client, path: str, scope: str) -> None:
    assert client.get(f"{BASE}{path}").status_code == 401
    unknown = get(client, path, "hyt_nonsense")
    assert (unknown.status_code, unknown["WWW-Authenticate"]) == (401, "Bearer")
    others = [s for s in SCOPES if s != scope]
    lacking = get(client, path, token(*others))
    assert (lacking.status_code, lacking.json()["code"]) == (403, "exchange.scope_lacking")
    assert get(client, path, token(scope)).status_code in {200, 404}


def test_matters_are_those_of_the_office_and_without_persons(client: Client) -> None:
    mine = petition(title="周大勇反映欠薪")
    petition(by=actor("registrar", "lp-hrss"), channel="visit")
    petition("我要实名举报县社保局局长张某某收受贿赂、吃拿卡要，请纪委查处。")
    key = token("matters:read", "petitions:read")
    listed = get(client, "/matters", key).json()
    assert [m["id"] for m in listed["items"]] == [mine.matter]
    seen = get(client, f"/matters/{mine.matter}", key)
    assert seen.json()["deadlines"][0]["duty"] == "tell"
    register = get(client, "/register", key)
    whole = seen.content.decode() + str(listed) + register.content.decode()
    assert not [w for w in (WORKER.name, WORKER.phone, WAGES[:8]) if w in whole]
    assert seen.json()["petitions"][0]["person"] is None
    assert [line["number"] for line in register.json()["items"]] == [mine.number]
    hidden = Matter.objects.filter(restricted=True).values_list("pk", flat=True)[0]
    elsewhere = Matter.objects.get(registered_at__code="lp-hrss").pk
    for other in (hidden, elsewhere, 10**6):
        for part in ("", "/acts", "/letters", "/links"):
            assert get(client, f"/matters/{other}{part}", key).status_code == 404


def test_persons_are_read_with_their_own_scope_and_each_time_on_record(client: Client) -> None:
    mine = petition()
    seen = get(client, f"/matters/{mine.matter}", token("matters:read", "persons:read")).json()
    assert seen["petitions"][0]["person"]["name"] == WORKER.name
    assert seen["petitions"][0]["text"] == WAGES
    entry = next(e for e in audit.entries(audit.Asked(about=f"matter:{mine.matter}")))
    assert (entry.action, entry.actor) == ("api.person", f"system:{PROVINCE}")


def test_acts_letters_and_links_of_a_matter(client: Client) -> None:
    connected()
    take(table([row("XF1", due="2026-05-01")]))
    matter = Matter.objects.get()
    step = {"by": actor("handler"), "at": now()}
    past.enter(matter.pk, "accepted", on=now().date(), fields={"path": 6}, **step)
    past.enter(matter.pk, "served", on=now().date(), fields={"how": "post"}, **step)
    key = token("matters:read")
    acts = get(client, f"/matters/{matter.pk}/acts", key).json()
    assert [a["kind"] for a in acts] == ["received", "accepted", "served"]
    letter = get(client, f"/matters/{matter.pk}/letters", key).json()[0]
    assert (letter["number"], letter["served_how"]) == (acts[1]["letter"], "post")
    link = get(client, f"/matters/{matter.pk}/links", key).json()[0]
    assert (link["number"], link["clocks"]) == ("XF1", {"due": "2026-05-01"})
    assert "kept" not in link


def test_pages_turn_by_key(client: Client) -> None:
    numbers = [petition(f"{WAGES}{n}").number for n in range(5)]
    key, seen, after = token("matters:read", "petitions:read"), [], ""
    for _ in range(3):
        page = get(client, f"/matters?limit=2&after={after}", key).json()
        seen += [m["number"] for m in page["items"]]
        after = page["next"]
    assert (seen, after) == (numbers[::-1], "")
    first = get(client, "/register?limit=3", key).json()
    rest = get(client, f"/register?limit=3&after={first['next']}", key).json()
    assert [line["number"] for line in first["items"] + rest["items"]] == numbers
    assert rest["next"] == 0
    assert get(client, "/register?first=2000-01-01&last=2000-12-31", key).json()["items"] == []


def test_records_come_in_and_exports_go_out_as_with_files(client: Client) -> None:
    key = token("exchange:write")
    mapped = load_map("petition-system")
    record = {mapped.header(name): cell for name, cell in row("XF1").items()}
    done = post(client, "/exchange/records", {"rows": [record, {"信访件编号": ""}]}, key).json()
    assert (done["added"], done["rejected"], done["refusals"][0]["code"]) == (1, 1, "exchange.no_number")
    matter = Matter.objects.get()
    past.enter(matter.pk, "accepted", on=now().date(), fields={"path": 6}, by=actor("handler"), at=now())
    made = post(client, "/exchange/exports", {"what": "progress"}, key, **{"Idempotency-Key": "day"}).json()
    again = post(client, "/exchange/exports", {"what": "progress"}, key, **{"Idempotency-Key": "day"}).json()
    assert made == again and made["rows"] == 1
    batch = get(client, f"/exchange/exports/{made['number']}", key).json()
    assert dict(zip(batch["headers"], batch["rows"][0], strict=True))["办理动作"] == "B1"
    assert post(client, f"/exchange/exports/{made['number']}/delivered", {}, key).json() == {"done": True}
    assert get(client, "/exchange/batches", key).status_code == 403
    reads = token("exchange:read")
    assert get(client, "/exchange/batches", reads).json()[0]["delivered_at"]
    assert get(client, "/exchange/differences", reads).json() == {"items": [], "next": ""}


def test_a_token_ends_by_expiry_revocation_rotation_and_with_its_system(client: Client) -> None:
    key = token("matters:read", days=1)
    row_shown = shown.tokens(actor("administrator"), at=now())[0]
    assert (row_shown.last_used_on, row_shown.state) == (None, "good")
    assert get(client, "/matters", key).status_code == 200
    assert shown.tokens(actor("administrator"), at=now())[0].last_used_on is not None
    with pytest.raises(systems.NotKnown):
        systems.recognised(key, at=now() + timedelta(days=2))
    new = tokens.rotate(row_shown.id, by=actor("administrator"), at=now())
    assert get(client, "/matters", key).status_code == get(client, "/matters", new.token).status_code == 200
    tokens.revoke(new.id, by=actor("administrator"), at=now())
    assert get(client, "/matters", new.token).status_code == 401
    systems.disconnect(PROVINCE, by=actor("administrator"), at=now())
    assert get(client, "/matters", key).status_code == 401


def test_the_token_itself_is_not_kept() -> None:
    key = token("matters:read")
    kept = str(list(AccessToken.objects.values_list()))
    assert key not in kept and key[4:20] not in kept


def test_tokens_are_made_by_administrators_for_known_scopes_and_a_limited_life() -> None:
    connected()
    with pytest.raises(NotAllowed):
        tokens.make_token(PROVINCE, ["matters:read"], by=actor("head"), at=now())
    for scopes, days in ((["all"], 30), ([], 30), (["matters:read"], 0), (["matters:read"], 10_000)):
        with pytest.raises(Invalid):
            tokens.make_token(PROVINCE, scopes, by=SYSTEM, at=now(), days=days)


def test_too_many_calls_are_slowed_down(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callers, "CALLS", 2)
    key = token("matters:read")
    answers = [get(client, "/matters", key) for _ in range(3)]
    assert [a.status_code for a in answers] == [200, 200, 429]
    assert answers[-1]["Retry-After"] == "600"
    monkeypatch.setattr(callers, "TRIES", 2)
    assert [get(client, "/matters", "hyt_x").status_code for _ in range(3)] == [401, 401, 429]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_refusals_have_one_shape_in_the_callers_language(client: Client, lang: str) -> None:
    answer = get(client, "/matters?limit=0", token("matters:read"), **{"Accept-Language": lang})
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert (body["status"], body["code"], body["field"]) == (422, "api.unreadable", "limit")
    assert body["error"] == {"code": body["code"], "message": body["detail"], "field": "limit"}
    assert ("form" in body["detail"]) == (lang == "en")


def test_a_token_that_may_not_read_persons_gets_no_petitions_by_way_of_an_export(client: Client) -> None:
    connected()
    petition()
    key = token("exchange:write")
    made = post(client, "/exchange/exports", {"what": "petitions"}, key).json()
    assert made["rows"] == 1
    refused = get(client, f"/exchange/exports/{made['number']}", key)
    assert refused.status_code == 403
    assert WORKER.name not in refused.content.decode()
    taken = get(client, f"/exchange/exports/{made['number']}", token("exchange:write", "persons:read"))
    assert WORKER.name in str(taken.json()["rows"])
