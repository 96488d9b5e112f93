"""A new key takes over: everything stays readable, what runs goes on, what was stopped is finished later."""

import io
import json
import signal
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from huiyin.base.clock import now
from huiyin.base.errors import NotFound
from huiyin.cases import attachments, persons
from huiyin.cases.models import Attachment, Petition
from huiyin.cases.queries import follow, receipts
from huiyin.cases.services import drafts
from huiyin.cli import keys as command
from huiyin.foundation import crypto, keys, rotation
from tests.agency import petition
from tests.faults.site import Site, site
from tests.people import WAGES, WORKER


@pytest.fixture
def ring(settings: Any, tmp_path: Path) -> keys.Keys:
    """A home and a ring of their own."""
    settings.HUIYIN_HOME = tmp_path
    settings.KEYS = keys.load(tmp_path / "keys")
    return settings.KEYS


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Site]:
    with site(tmp_path / "home") as one:
        yield one


@pytest.mark.usefixtures("agency")
def test_everything_is_readable_under_the_new_ring_key_and_the_old_one_is_gone(ring: keys.Keys) -> None:
    token = drafts.begin(at=now())
    drafts.keep(token, {"text": WAGES}, at=now())
    drafts.add_file(token, io.BytesIO("草稿的附件".encode()), name="a.txt", at=now())
    done = petition()
    assert rotation.left("k1") > 0
    command.rotate(index=False, wait=0, as_json=False)
    assert list(ring.ring) == ["k2"]
    assert rotation.left("k1") == 0
    found = Petition.objects.select_related("person").get(pk=done.petition)
    assert persons.opened(found.person).name == WORKER.name
    assert receipts.receipt(done.petition, today=now().date()).code == done.code
    assert drafts.load(token).answers["text"] == WAGES
    assert attachments.content(Attachment.objects.get()) == "草稿的附件".encode()
    assert drafts.load(token).files[0].name == "a.txt"


@pytest.mark.usefixtures("agency")
def test_both_keys_work_while_a_rotation_is_stopped_half_way(ring: keys.Keys) -> None:
    before, other = petition(), petition()
    keys.add_ring_key(ring.folder)
    next(iter(rotation.one_pass()))  # stopped after a batch
    after = petition()
    for done in (before, other, after):
        found = Petition.objects.select_related("person").get(pk=done.petition)
        assert WAGES in persons.words_of(found).text
    command.rotate(index=False, wait=0, as_json=False)
    assert list(ring.ring) == ["k2"], "the run that was stopped is finished, no third key is made"


def test_a_process_that_runs_picks_up_a_new_ring(tmp_path: Path) -> None:
    one, other = keys.Keys(tmp_path), keys.Keys(tmp_path)
    assert one.current == other.current == "k1"
    assert keys.add_ring_key(tmp_path) == "k2"
    assert (other.current, sorted(other.ring)) == ("k2", ["k1", "k2"])
    keys.drop_ring_key(tmp_path, "k1")
    assert list(one.ring) == ["k2"]
    keys.drop_ring_key(tmp_path, "k2")
    assert list(one.ring) == ["k2"], "the current key is never dropped"
    assert keys.add_ring_key(tmp_path) == "k3", "a name is never used twice"


@pytest.mark.usefixtures("agency")
def test_a_key_that_is_not_here_is_said_so(ring: keys.Keys) -> None:
    with pytest.raises(crypto.Broken) as refusal:
        crypto.open_key(b"k9:" + b"\x01" * 60)
    assert refusal.value.message.code == "crypto.key_not_here"


@pytest.mark.usefixtures("agency")
def test_an_index_key_is_replaced_while_old_look_ups_still_find(ring: keys.Keys) -> None:
    token = drafts.begin(at=now())
    drafts.keep(token, {"text": WAGES}, at=now())
    done = petition()
    before = Petition.objects.select_related("person").get(pk=done.petition)
    keys.add_index_key(ring.folder, at=now())
    assert follow.find(done.code) == done.petition, "found under the earlier key before it is written anew"
    command.rotate(index=True, wait=0, as_json=False)
    after = Petition.objects.select_related("person").get(pk=done.petition)
    assert after.code_index != before.code_index
    assert after.person.phone_index == crypto.blind_index(WORKER.phone, about="phone")
    assert after.text_index == persons.text_index(WAGES)
    assert follow.find(done.code) == done.petition
    assert drafts.load(token).answers["text"] == WAGES, "a draft is found by its writer's secret only"


@pytest.mark.usefixtures("agency")
def test_an_earlier_index_key_is_retired_once_no_draft_can_need_it(ring: keys.Keys) -> None:
    keys.add_index_key(ring.folder, at=now() - timedelta(days=8))
    done = petition()
    command.rotate(index=True, wait=0, as_json=False)
    assert keys.index_keys_before(ring.folder) == []
    assert follow.find(done.code) == done.petition
    with pytest.raises(NotFound):
        follow.find("AAAAAAAAAA")


def _until_new(ring: Path) -> None:
    until = time.monotonic() + 60
    while json.loads(ring.read_text())["current"] == "k1" and time.monotonic() < until:
        time.sleep(0.01)


def test_a_rotation_while_others_write_loses_nothing(here: Site, tmp_path: Path) -> None:
    here.filled(40)
    table = tmp_path / "many.csv"
    lines = [f"m{n},工地欠我第{n}个月工资,2019-03-01,已责令支付,2019-04-01" for n in range(2_000)]
    table.write_text("编号,内容,留言时间,答复,答复时间\n" + "\n".join(lines), encoding="utf-8")
    writer = here.start("import", str(table), "--json")
    rotation_runs = here.start("keys", "rotate", "--wait", "3", "--json")
    _until_new(here.home / "keys" / "ring.json")
    busy = writer.poll() is None
    first = json.loads(rotation_runs.communicate()[0])
    writer.communicate()
    assert busy, "the import was over before the rotation: this proves nothing"
    assert first["current"] == "k2"
    again = here.done("keys", "rotate", "--wait", "0", "--json") if first["retired"] == 0 else first
    assert again["retired"] == 1
    assert here.words().count("个月工资") == 2_040
    assert here.run("audit", "verify")[0] == 0


def test_a_rotation_killed_half_way_is_finished_by_the_next_run(here: Site) -> None:
    here.filled(150)
    process = here.start("keys", "rotate", "--wait", "30")
    ring = here.home / "keys" / "ring.json"
    _until_new(ring)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert here.words().count("个月工资") == 150
    done = here.done("keys", "rotate", "--wait", "0", "--json")
    assert (done["current"], done["retired"]) == ("k2", 1)
    assert here.words().count("个月工资") == 150
    listed = here.done("keys", "list", "--json")
    assert [(k["name"], k["current"]) for k in listed["ring"]] == [("k2", True)]
    assert listed["ring"][0]["wraps"] > 150
