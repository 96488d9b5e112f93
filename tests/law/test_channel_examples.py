"""Every example of another channel's clock that an officer can read comes out as it says."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from huiyin.base.errors import Refused
from huiyin.foundation.wording import say
from huiyin.law.calendar import Calendar
from huiyin.law.channels.report import channel_report
from huiyin.law.channels.rules import CHANNELS
from huiyin.law.parameters import national

TODAY = date(2026, 11, 25)
FOLDER = Path(__file__).parent / "examples" / "channels"
WRITTEN: list[dict[str, Any]] = [
    {"file": file.stem, **example}
    for file in sorted(FOLDER.glob("*.yaml"))
    for example in yaml.safe_load(file.read_text(encoding="utf-8"))
]
EXAMPLES = [pytest.param(e, id=f"{e['file']}: {e['name']}") for e in WRITTEN]


def report_of(case: dict[str, Any], today: date = TODAY) -> dict[str, Any]:
    # A bare `on` is a yes in YAML, so the examples call the day of the event `day`.
    typed = {"on" if name == "day" else name: value for name, value in case.items() if name != "channel"}
    return channel_report(case["channel"], typed, say=say, today=today, law=national(), calendar=Calendar())


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_comes_out_as_it_says(example: dict[str, Any]) -> None:
    if "refused" in example:
        with pytest.raises(Refused) as refusal:
            report_of(example["case"])
        assert refusal.value.message.code == example["refused"]
        assert say(refusal.value.message) != example["refused"]
        return
    found = report_of(example["case"])
    wanted = {name: _plain(value) for name, value in example["expect"].items()}
    assert {name: found[name] for name in wanted} == wanted
    assert found["provisional"] is wanted.get("provisional", False)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def test_there_are_at_least_sixty_examples_and_they_cover_every_channel_and_event() -> None:
    shown = [e["case"] for e in WRITTEN if "expect" in e]
    assert len(shown) >= 60
    every = {(name, event) for name, events in CHANNELS.items() for event in events}
    assert {(case["channel"], case["event"]) for case in shown} == every


def test_the_solved_cases_agreed_with_other_programs_come_out(public_rows: Path) -> None:
    file = public_rows.parent / "contracts-examples.yaml"
    if not file.is_file():
        pytest.skip("the solved cases do not lie beside the real data")
    cases = yaml.safe_load(file.read_text(encoding="utf-8"))["channel"]
    for case in cases:
        words = case["command"].split()[3:]
        typed = dict(zip((w.removeprefix("--") for w in words[1::2]), words[2::2], strict=True))
        found = report_of({"channel": words[0], **typed})
        assert {name: found[name] for name in case["expect"]} == case["expect"], case["command"]
    assert cases
