"""The invented petitions of 26 months with what became of each, made the same way every time from one seed.

The texts were written one by one (agency/texts); days, people, courses and mistakes are drawn here. What was
drawn on purpose is known and kept beside each matter: see `truth`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from random import Random
from typing import Any

from huiyin.demo import mistakes, seasons
from huiyin.demo.answers import letter_words
from huiyin.demo.chance import happens
from huiyin.demo.course import Course, course
from huiyin.demo.people import Invented, people, somebody
from huiyin.demo.told import AREAS, Book, Told

SEED = 20_260_301
_BUREAU = {
    "980100": "yp-hrss",
    "980102": "wl-hrss",
    "980103": "lz-hrss",
    "980121": "zc-hrss",
    "980122": "sl-hrss",
    "980123": "ht-hrss",
    "980124": "dx-hrss",
}
_CITY = {"W": "yp-jc", "E": "yp-jc", "L": "yp-zcy", "J": "yp-jy", "R": "yp-ks"}
_CITY |= dict.fromkeys("PIUS", "yp-sb")
_SURGES = {surge.file: surge for surge in seasons.SURGES}
_COPIES, _AGAIN, _SUBSIDY = "surge-a-copies", "repeats", "surge-d"
_JOINT_GROUPS = 24

Matter = dict[str, Any]


class Inventor:
    """Draws everything about one world from one source of chance."""

    def __init__(
        self, book: Book, hand: Sequence[Mapping[str, Any]], divisions: Mapping[str, Any], today: date
    ):
        self.book, self.today, self.divisions = book, today, divisions
        self.random = Random(SEED)  # noqa: S311 - an invented world, no secret
        taken = {str((m.get("petitioner") or {}).get("phone", "")) for m in hand}
        self.people = people(self.random, frozenset(taken))

    def matters(self) -> Sequence[Matter]:
        """Return every invented matter, oldest first, with what is known of it under `truth`."""
        made = [self._matter(told, self._day(told)) for told in self._told()]
        made += list(self._copies(made)) + list(self._joint(made)) + list(self._again(made))
        self._put_in_mistakes(made)
        for matter in made:
            self._finish(matter)
        return sorted(made, key=lambda m: (int(m["day"]), m["id"]))

    def _told(self) -> Iterator[Told]:
        for file, told in self.book.told.items():
            if file not in {_COPIES, _AGAIN}:
                yield from told

    def _day(self, told: Told) -> int:
        file, random = told.id.rpartition("-")[0], self.random
        if file in _SURGES:
            return seasons.day_in_surge(random, _SURGES[file])
        if file == _SUBSIDY:
            return max(1, seasons.SUBSIDY.first - int(random.gammavariate(1.2, 55)))
        day = seasons.day_before(random, kind=told.kind, counter=told.channel == "visit", today=self.today)
        if _of_papers(told) and day < seasons.PAPERS.first and happens(random, 0.85):
            day = seasons.PAPERS.first + random.randint(0, seasons.SPAN - seasons.PAPERS.first - 1)
        return day

    def _matter(self, told: Told, before: int, *, who: Invented | None = None) -> Matter:
        random = self.random
        office = _BUREAU[told.division]
        via_city = told.channel == "web" and office != "yp-hrss" and happens(random, 0.2)
        if office == "yp-hrss":
            office = _CITY.get(told.kind[0], office)
        drawn = course(
            random, kind=told.kind, nature=told.nature, superior="yp-hrss" if office[:2] != "yp" else "yp-gov"
        )
        if who is None:
            place = random.choice(self.divisions[told.division]["villages"])
            name, phone = next(self.people)
            who = somebody(random, name, phone, told.division, self.divisions[told.division]["name"] + place)
        return {
            "id": told.id,
            "channel": told.channel,
            "day": -before,
            "title": told.title,
            "text": told.text,
            "nature": told.nature,
            "kind": told.kind,
            "division": told.division,
            "office": office,
            "registered_at": "yp-hrss" if via_city else office,
            "who": who,
            "anonymous": told.anonymous,
            "persons": told.persons,
            "course": drawn,
            "truth": {"surge": self._surge(told), "policy": self._policy(told)},
        }

    def _surge(self, told: Told) -> str:
        file = told.id.rpartition("-")[0]
        return file if file in _SURGES else ""

    def _policy(self, told: Told) -> str:
        if told.id.startswith(_SUBSIDY):
            return seasons.SUBSIDY.code
        return seasons.PAPERS.code if _of_papers(told) else ""

    def _copies(self, made: Sequence[Matter]) -> Iterator[Matter]:
        """Yield one person's many copies inside the first surge: they must not make it look larger."""
        first = next((m for m in made if m["id"].startswith("surge-a-")), None)
        for told in self.book.told.get(_COPIES, ()):
            if first is None:
                return
            before = seasons.day_in_surge(self.random, seasons.SURGES[0])
            copy = self._matter(told, before, who=first["who"])
            copy["truth"] |= {"surge": seasons.SURGES[0].file, "repeat_of": first["id"]}
            yield copy

    def _joint(self, made: Sequence[Matter]) -> Iterator[Matter]:
        """Yield petitions of people who signed their neighbours' text, a word changed here and there."""
        random = self.random
        fitting = [m for m in made if m["nature"] == "claim" and m["channel"] in {"web", "letter"}]
        fitting = [m for m in fitting if len(m["text"]) > 80 and not m["truth"]["surge"]]  # noqa: PLR2004
        for model in random.sample(fitting, min(_JOINT_GROUPS, len(fitting))):
            model["truth"]["joint"] = model["id"]
            for number in range(random.randint(2, 5)):
                before = max(1, -int(model["day"]) - random.randint(0, 9))
                told = Told(
                    id=f"{model['id']}-j{number}",
                    kind=model["kind"],
                    area=next(a for a, code in AREAS.items() if code == model["division"]),
                    channel="web",
                    title=model["title"],
                    text=_signed_too(random, model["text"]),
                )
                signed = self._matter(told, before)
                signed["truth"]["joint"] = model["id"]
                yield signed

    def _again(self, made: Sequence[Matter]) -> Iterator[Matter]:
        """Yield what people wrote when they came again with the same matter."""
        random, came = self.random, set[str]()
        for told in self.book.told.get(_AGAIN, ()):
            earlier = [
                m for m in made if m["kind"] == told.kind and not m["anonymous"] and m["id"] not in came
            ]
            near = [m for m in earlier if m["division"] == told.division] or earlier
            near = [m for m in near if int(m["day"]) < -40 and not m["truth"]["surge"]]  # noqa: PLR2004
            if not near:
                continue
            first = random.choice(near)
            came.add(first["id"])
            before = random.randint(1, min(-int(first["day"]) - 20, 400))
            again = self._matter(told, before, who=first["who"])
            again["office"], again["registered_at"] = first["office"], first["office"]
            again["truth"]["repeat_of"] = first["id"]
            yield again

    def _put_in_mistakes(self, made: Sequence[Matter]) -> None:
        plain = [m for m in made if not m["truth"]["surge"]]
        mistakes.put_in(self.random, [(m["course"], -int(m["day"])) for m in plain])

    def _finish(self, matter: Matter) -> None:
        """Put the course into the form that is played, as far as it has happened by the demo's day."""
        drawn: Course = matter.pop("course")
        who: Invented = matter.pop("who")
        age = -int(matter["day"])
        steps = [dict(step) for step in drawn.steps]
        if matter["registered_at"] != matter["office"] and steps:
            sent = min(self.random.randint(1, 6), steps[0]["day"])
            for step in steps:
                step["day"] += sent
            words = {"reason": "属地办理"}
            steps.insert(0, {"act": "transferred", "day": sent, "to": matter["office"], **words})
        elif not steps:
            matter["registered_at"] = matter["office"]
        done = [step for step in steps if step["day"] <= age]
        matter |= {
            "petitioner": {} if matter["anonymous"] else vars(who),
            "path": drawn.path,
            "steps": done,
            "story": "registered" if not done else done[-1]["act"],
            "flaw": drawn.flaw,
            **letter_words(self.random, self.book, matter["kind"], drawn, matter["id"]),
        }
        ended = {step["act"] for step in done} & {"served"}
        if ended and happens(self.random, 0.42):
            matter["rating"] = _rating(self.random, drawn.outcome, flawed=bool(drawn.flaw))


def _rating(random: Random, outcome: str, *, flawed: bool) -> dict[str, int]:
    good = {"support": 0.82, "reply": 0.75, "explain": 0.5, "reject": 0.22}.get(outcome, 0.5)
    good -= 0.2 if flawed else 0.0

    def rate() -> int:
        return 3 if happens(random, good) else random.choices((2, 1), weights=(55, 45))[0]

    return {"petition_office": rate(), "unit": rate()}


def _of_papers(told: Told) -> bool:
    return told.kind == seasons.PAPERS.kind and any(word in told.text for word in ("证明", "盖章", "材料"))


_ENDINGS = (
    "我家情况也是一样，一起签名反映。",
    "以上情况属实，我也是其中一个。",
    "跟前面的乡亲一起反映，请一并处理。",
    "我也一样，希望尽快给个答复。",
    "内容是大家商量好一起写的，我同意。",
)


def _signed_too(random: Random, text: str) -> str:
    words = text.replace("请求", random.choice(("请求", "恳请", "希望")), 1)
    words = words.replace("，", random.choice(("，", "， ")), 1)
    return f"{words}\n{random.choice(_ENDINGS)}" if happens(random, 0.7) else words
