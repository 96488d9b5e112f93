"""The reading learns from what registrars confirm: at once from each, from all when that is better."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.conf import settings

from huiyin.base.clock import LOCAL, now
from huiyin.base.errors import Conflict, NotAllowed, NotFound
from huiyin.cases import shelf
from huiyin.cases.models import Matter
from huiyin.cases.queries.confirmed import confirmed, newest
from huiyin.cases.reading import read_text
from huiyin.cases.rules.given import PersonGiven
from huiyin.cases.services import learning, personal, work
from huiyin.foundation import outbox, whole
from huiyin.foundation.models import AuditEntry
from huiyin.jobs.handlers import HANDLERS
from huiyin.orgs.rules import SYSTEM
from huiyin.text.examples import taught
from huiyin.text.learned import lessons, memory, shipped
from huiyin.text.learned.shipped import VERSION
from tests.agency import actor, petition
from tests.cases.test_memory import ALIKE, BEFORE

pytestmark = pytest.mark.usefixtures("agency")
HOME: Path = settings.HUIYIN_HOME
# What the people of one kiln ask again and again, and what their registrar calls it.
KILN = (
    "青瓦窑厂的老窑工要求补发高温津贴，窑口的温度计坏了以后就没有再记过。",
    "窑厂夏天在窑口出砖的人没有领到高温津贴，班组长说要等温度记录。",
    "问窑厂的高温津贴怎么一直不发，我们出窑的八个人都没有拿到。",
    "请查一查青瓦窑厂，六月到九月的高温津贴只发了办公室的人。",
)


def person(n: int) -> PersonGiven:
    return PersonGiven(name=f"窑工{n}", phone=f"199{n:08d}", address=f"青瓦村{n}号")


def sort(matter: int, kind: str, nature: str = "claim") -> None:
    work.sort(matter, work.Sorting(nature, kind, None, ""), version=None, by=actor("registrar"), at=now())


def confirm(text: str, kind: str, n: int = 1, nature: str = "claim") -> int:
    done = petition(text, person=person(n))
    sort(done.matter, kind, nature)
    return done.matter


def many(count: int, kind: str = "B2") -> list[int]:
    """Confirm so many petitions of the kiln, each by another person and in other words."""
    return [
        confirm(f"{KILN[n % 4]}我是第{n % 7}窑的，家里{n % 5 + 2}口人，{'盼' * (n % 3)}望尽快答复。", kind, n)
        for n in range(count)
    ]


def carry() -> None:
    while outbox.carry(HANDLERS, at=now()):
        pass


@pytest.fixture
def few_examples(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every twentieth of the invented examples, so that models are made within seconds."""
    monkeypatch.setattr(lessons, "taught", lambda name: taught(name)[::20])
    lessons.invented.cache_clear()
    yield
    lessons.invented.cache_clear()


def test_a_correction_is_kept_in_mind_as_soon_as_it_is_recorded(
    django_capture_on_commit_callbacks: Any,
) -> None:
    matter = petition(BEFORE).matter
    with django_capture_on_commit_callbacks(execute=True):
        sort(matter, "B2")
    seen = read_text(ALIKE, home=HOME)
    assert (seen.kinds[0].code, seen.version) == ("B2", f"{VERSION}+1")


def test_sorting_succeeds_where_nothing_can_be_kept_in_mind(django_capture_on_commit_callbacks: Any) -> None:
    matter = petition(BEFORE).matter
    shelf.place(HOME).write_text("no folder", encoding="utf-8")
    try:
        with django_capture_on_commit_callbacks(execute=True):
            sort(matter, "B2")
    finally:
        shelf.place(HOME).unlink()
    assert Matter.objects.get(pk=matter).kind == "B2"


def test_the_worker_makes_up_for_a_process_that_died_before_keeping_it_in_mind() -> None:
    sort(petition(BEFORE).matter, "B2")
    assert read_text(ALIKE, home=HOME).kinds[0].code != "B2"
    carry()
    seen = read_text(ALIKE, home=HOME)
    assert (seen.kinds[0].code, seen.version) == ("B2", f"{VERSION}+1")


def test_the_next_petition_like_it_is_registered_with_the_corrected_proposal() -> None:
    sort(petition(BEFORE).matter, "B2")
    carry()
    proposed = Matter.objects.get(pk=petition(ALIKE, person=person(2)).matter).petitions.get().proposed
    assert (proposed["kinds"][0]["code"], proposed["version"]) == ("B2", f"{VERSION}+1")


def test_the_last_word_on_a_matter_counts() -> None:
    matter = petition(BEFORE).matter
    for kind in ("B2", "P1"):
        sort(matter, kind)
        carry()
    assert [(one.matter, one.kind) for one in shelf.remembered(HOME)] == [(matter, "P1")]


def test_being_told_twice_changes_nothing() -> None:
    matter = confirm(BEFORE, "B2")
    carry()
    told = outbox.Told(1, "sorted", f"matter:{matter}", {}, now())
    list(learning.remember(told, now()))
    assert [one.matter for one in shelf.remembered(HOME)] == [matter]


def test_a_possible_accusation_is_never_learned_from_and_forgotten_when_it_becomes_one() -> None:
    matter = confirm(BEFORE, "B2")
    carry()
    assert len(shelf.remembered(HOME)) == 1
    sort(matter, "N7", nature="accusation")
    carry()
    assert shelf.remembered(HOME) == ()
    assert newest() == [] and list(confirmed([matter])) == []


def test_somebody_erased_is_forgotten_at_once_and_not_learned_from() -> None:
    done = petition(BEFORE)
    sort(done.matter, "B2")
    carry()
    row = Matter.objects.get(pk=done.matter).petitions.get()
    personal._erase([row], at=now())
    carry()
    assert shelf.remembered(HOME) == ()
    assert list(confirmed([done.matter])) == []


def test_what_is_learned_from_is_redacted_and_says_when() -> None:
    matter = confirm(f"我叫林秋月，电话19900005678。{BEFORE}", "B2")
    (case,) = confirmed([matter])
    assert "19900005678" not in case.confirmed.text and "林秋月" not in case.confirmed.text
    assert (case.confirmed.kind, case.confirmed.nature, case.confirmed.matter) == ("B2", "claim", matter)
    assert case.at is not None


def test_what_is_remembered_is_made_again_from_the_records() -> None:
    matters = many(3)
    assert learning.bring_in_line(HOME) == 3
    assert [one.matter for one in shelf.remembered(HOME)] == matters
    assert learning.bring_in_line(HOME) == 0
    Matter.objects.filter(pk=matters[0]).update(kind="P1")
    Matter.objects.filter(pk=matters[1]).update(restricted=True)
    assert learning.bring_in_line(HOME) == 1
    assert {one.matter: one.kind for one in shelf.remembered(HOME)} == {matters[0]: "P1", matters[2]: "B2"}
    (shelf.place(HOME) / "remembered").write_bytes(b"damaged")
    assert learning.bring_in_line(HOME) == 2


def test_no_name_or_number_of_a_person_can_be_read_out_of_a_model() -> None:
    secret, shared = "蔺朔霁", "窑炉烟囱"
    given = [
        lessons.Confirmed(
            "", f"{secret if n < 2 else ''}{shared}{KILN[n % 4]}" * 2, "B2", "claim", f"p{n}", n
        )
        for n in range(4)
    ]
    pieces = [lessons.laid("", one.text).pieces for one in given]
    known = set(lessons.vocabulary(lessons.invented("nature").pieces, pieces, lessons.voices(given)))
    runs = {words: lessons.laid("", words).pieces.channels[0].numbers for words in (secret, shared)}
    assert not known & set(runs[secret][len(secret) :])
    assert set(runs[shared]) <= known


def test_copies_of_one_text_and_petitions_of_one_person_are_one_voice() -> None:
    said = [("一", KILN[0]), ("二", KILN[0] + "谢谢。"), ("二", BEFORE), ("三", KILN[2])]
    given = [lessons.Confirmed("", text, "B2", "claim", who, n) for n, (who, text) in enumerate(said)]
    voice = lessons.voices(given)
    assert voice[0] == voice[1] == voice[2] != voice[3]


def test_with_too_little_confirmed_nothing_is_learned() -> None:
    many(3)
    done = learning.train(HOME, by=SYSTEM, at=now())
    assert (done.version, done.switched, done.confirmed) == ("", False, 3)
    assert shelf.versions(HOME) == []


@pytest.mark.usefixtures("few_examples")
def test_models_that_read_better_are_used_have_a_card_and_can_be_taken_back() -> None:
    many(60)
    text = f"{KILN[1]}我是第9窑的，盼回音。"
    assert read_text(text, home=HOME).kinds[0].code != "B2"
    said: list[str] = []
    done = learning.train(HOME, by=SYSTEM, at=now(), told=said.append)
    assert (done.switched, done.why["kinds"]) == (True, "better")
    assert said[0].startswith("kinds: held out 1") and said[-1] == "nature: learned"
    (one,) = shelf.versions(HOME)
    assert one.version == done.version == shelf.chosen(HOME)
    kinds = one.card["parts"]["kinds"]
    assert one.card["kinds"] == {"B2": 60} and one.card["confirmed"] == kinds["compared"] == 60
    assert kinds["new_first"]["low"] > kinds["present_first"]["high"]
    assert kinds["log_loss_saved"]["low"] > 0
    assert "青瓦" not in json.dumps(one.card, ensure_ascii=False)
    seen = read_text(text, home=HOME)
    assert (seen.kinds[0].code, seen.version) == ("B2", done.version)
    learning.use(HOME, VERSION, by=SYSTEM, at=now())
    assert read_text(text, home=HOME).version == VERSION
    actions = AuditEntry.objects.filter(action__startswith="model.").order_by("pk")
    assert list(actions.values_list("action", "about")) == [
        ("model.train", f"model:{done.version}"),
        ("model.use", f"model:{done.version}"),
        ("model.use", f"model:{VERSION}"),
    ]


@pytest.mark.usefixtures("few_examples")
def test_a_model_that_is_not_better_is_not_used_and_says_why() -> None:
    wages = "我在{}的工地干活，包工头欠我{}个月的工资一直不给，请求帮我追回工资。"
    for n in range(52):
        confirm(wages.format("东南西北"[n % 4] * (n % 3 + 1) + "城", n % 9 + 2), "W1", n)
    done = learning.train(HOME, by=SYSTEM, at=now())
    assert not done.switched and done.why["kinds"] in {"not-surely-better", "less-often-right", "forgets"}
    assert shelf.chosen(HOME) == VERSION
    with pytest.raises(NotAllowed):
        learning.use(HOME, done.version, by=SYSTEM, at=now())


@pytest.mark.usefixtures("few_examples")
def test_at_night_models_are_made_once_enough_is_new() -> None:
    day, night = (datetime(2026, 11, 26, hour, tzinfo=LOCAL) for hour in (14, 2))
    many(49)
    assert learning.learn_at_night(HOME, at=night) == 0
    confirm(BEFORE, "B2", 99)
    assert learning.learn_at_night(HOME, at=day) == 0
    assert learning.learn_at_night(HOME, at=night) == 50
    assert [one.version for one in shelf.versions(HOME)] == ["agency-20261126-1"]
    assert learning.learn_at_night(HOME, at=night) == 0, "nothing was confirmed since"


def test_while_one_training_runs_another_is_refused() -> None:
    held, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        with whole.alone(shelf.place(HOME), "training"):
            held.set()
            go_on.wait(10)

    other = threading.Thread(target=hold)
    other.start()
    held.wait(10)
    try:
        with pytest.raises(Conflict):
            learning.train(HOME, by=SYSTEM, at=now())
    finally:
        go_on.set()
        other.join()


def test_a_version_that_is_not_there_or_damaged_is_refused() -> None:
    with pytest.raises(NotFound):
        learning.use(HOME, "agency-20200101-1", by=SYSTEM, at=now())
    product = shipped.shipped()
    assert product.kinds and product.nature
    models = {"kinds": product.kinds, "nature": product.nature}
    shelf.put(HOME, "agency-20200101-1", {}, models, [])
    (shelf.place(HOME) / "agency-20200101-1" / "nature.model").write_bytes(b"x")
    with pytest.raises(NotAllowed):
        learning.use(HOME, "agency-20200101-1", by=SYSTEM, at=now())
    assert not AuditEntry.objects.filter(action="model.use").exists()


def test_a_damaged_model_in_use_is_told_to_the_worker_log(caplog: Any) -> None:
    product = shipped.shipped()
    assert product.kinds and product.nature
    models = {"kinds": product.kinds, "nature": product.nature}
    shelf.put(HOME, "agency-20200101-1", {}, models, [])
    learning.use(HOME, "agency-20200101-1", by=SYSTEM, at=now())
    (shelf.place(HOME) / "agency-20200101-1" / "nature.model").write_bytes(b"x")
    learning.bring_in_line(HOME)
    assert "agency-20200101-1 is damaged" in caplog.text
    assert read_text(BEFORE, home=HOME).version == VERSION


def test_what_is_kept_of_a_petition_is_known_to_the_model_in_use() -> None:
    matter = confirm(BEFORE, "B2")
    (entry,) = learning._entries(HOME, [matter])
    product = shipped.shipped().kinds
    assert product is not None
    assert 0 < len(entry.numbers) <= memory.TELLING
    assert np.isin(entry.numbers, product.numbers).all()


def test_after_a_training_was_killed_another_begins_and_clears_up() -> None:
    code = (
        "import sys, time; from pathlib import Path\n"
        "from huiyin.cases import shelf; from huiyin.foundation import whole\n"
        "home = Path(sys.argv[1])\n"
        "with whole.alone(shelf.place(home), 'training'):\n"
        "    (shelf.place(home) / '.making-half').mkdir()\n"
        "    print('at work', flush=True); time.sleep(60)"
    )
    environment = {"PYTHONPATH": ":".join(sys.path), "PATH": "/usr/bin:/bin"}
    with subprocess.Popen(
        [sys.executable, "-c", code, str(HOME)], env=environment, stdout=subprocess.PIPE, text=True
    ) as killed:
        assert killed.stdout is not None and killed.stdout.readline().strip() == "at work"
        with pytest.raises(Conflict):
            learning.train(HOME, by=SYSTEM, at=now())
        killed.kill()
    assert learning.train(HOME, by=SYSTEM, at=now()).why["kinds"] == "too-few"
    assert shelf.versions(HOME) == [] and not list(shelf.place(HOME).glob(".making-*"))
