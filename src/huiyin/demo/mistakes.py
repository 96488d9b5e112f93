"""Mistakes put into invented files on purpose, one of each sort that quality inspections publish."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from huiyin.demo.course import Course, Steps

LONG_AGO = 150  # days; mistakes are put into files that had the time to show them
_TOLD_BY = 20
Fits = Callable[[Course], bool]
Makes = Callable[[Random, Course], None]


@dataclass(frozen=True)
class Mistake:
    """A sort of mistake: in how many files it is put, which files it fits, and how it is made.

    `within` is for those that leave a matter open: they are put into files so many days old at most, because
    no office forgets a file for years.
    """

    code: str
    files: int
    fits: Fits
    make: Makes
    within: int = 0

    def takes(self, course: Course, age: int) -> bool:
        """Return whether a file of an age can hold it: what went before has happened by now."""
        happened = max((step["day"] for step in course.steps), default=0) < age
        old_enough = _TOLD_BY < age <= self.within if self.within else age > LONG_AGO
        return old_enough and happened and self.fits(course)


def _has(*acts: str) -> Fits:
    return lambda course: {step["act"] for step in course.steps} >= set(acts)


def _on_path(path: int, *acts: str) -> Fits:
    return lambda course: course.path == path and _has(*acts)(course)


def _at(steps: Steps, act: str) -> int:
    return next(place for place, step in enumerate(steps) if step["act"] == act)


def _later(course: Course, act: str, days: int) -> None:
    """Move an act and everything after it."""
    for step in course.steps[_at(course.steps, act) :]:
        step["day"] += days


def _nothing_told(_random: Random, course: Course) -> None:
    course.steps = []


def _told_late(random: Random, course: Course) -> None:
    _later(course, course.steps[0]["act"], random.randint(18, 45))


def _concluded_late(random: Random, course: Course) -> None:
    _later(course, "opinion_issued", random.randint(65, 120))


def _extended_too_late(random: Random, course: Course) -> None:
    accepted = course.steps[_at(course.steps, "accepted")]["day"]
    day = accepted + 61 + random.randint(6, 12)
    _later(
        course, "opinion_issued", max(0, day + 10 - course.steps[_at(course.steps, "opinion_issued")]["day"])
    )
    course.steps.insert(_at(course.steps, "opinion_issued"), {"act": "extended", "day": day, "days": 30})


def _extended_too_long(random: Random, course: Course) -> None:
    course.steps[_at(course.steps, "extended")]["days"] = random.choice((45, 60))


def _no_ground(random: Random, course: Course) -> None:
    reason = random.choice(("事情过去太久", "信访人未带齐材料", "涉及人数较多", "此前已口头解释"))
    day = course.steps[0]["day"]
    course.steps = [
        {"act": "declined", "day": day, "ground": reason},
        {"act": "served", "day": day + 2, "how": "post"},
    ]


def _opinion_on_path_5(_random: Random, course: Course) -> None:
    step = course.steps[_at(course.steps, "answered")]
    step["act"], step["result"] = "opinion_issued", course.outcome or "explain"


def _answer_for_opinion(_random: Random, course: Course) -> None:
    at = _at(course.steps, "opinion_issued")
    course.steps[at] = {"act": "answered", "day": course.steps[at]["day"]}
    course.steps = course.steps[: at + 2]


def _not_guided(random: Random, course: Course) -> None:
    day = course.steps[0]["day"]
    course.path, course.outcome = 6, "reject"
    course.steps = [
        {"act": "accepted", "day": day, "path": 6},
        {"act": "opinion_issued", "day": day + random.randint(15, 50), "result": "reject"},
    ]


def _beyond_powers(random: Random, course: Course) -> None:
    day = course.steps[0]["day"]
    course.path, course.outcome = 6, "reject"
    course.steps = [
        {"act": "accepted", "day": day, "path": 6},
        {"act": "opinion_issued", "day": day + random.randint(10, 40), "result": "reject"},
        {"act": "served", "day": day + 45, "how": "post"},
    ]


def _unserved(_random: Random, course: Course) -> None:
    course.steps = course.steps[: _at(course.steps, "served")]


def _not_executed(_random: Random, course: Course) -> None:
    course.steps = [step for step in course.steps if step["act"] != "executed"]


def _same_again(_random: Random, course: Course) -> None:
    at = _at(course.steps, "review_decided")
    course.steps[at]["result"] = "revoke"
    last = course.steps[-1]["day"]
    course.steps.append({"act": "opinion_issued", "day": last + 20, "result": course.outcome})


def _words(**letter: str) -> Makes:
    def make(_random: Random, course: Course) -> None:
        course.letter.update(letter)

    return make


_NO_REMEDY = "（无）"
MISTAKES: tuple[Mistake, ...] = (
    Mistake("nothing-told", 14, _has("accepted"), _nothing_told, within=75),
    Mistake("told-late", 18, _has("accepted"), _told_late),
    Mistake("concluded-late", 16, _on_path(6, "opinion_issued"), _concluded_late),
    Mistake(
        "extended-too-late",
        8,
        lambda c: _on_path(6, "opinion_issued")(c) and not _has("extended")(c),
        _extended_too_late,
    ),
    Mistake("extended-too-long", 4, _has("extended"), _extended_too_long),
    Mistake("declined-without-ground", 12, _has("accepted", "served"), _no_ground),
    Mistake("opinion-for-path-5", 16, _on_path(5, "answered"), _opinion_on_path_5),
    Mistake(
        "answer-for-opinion", 12, _on_path(6, "opinion_issued", "served"), _answer_for_opinion, within=170
    ),
    Mistake("not-guided", 12, _has("guided"), _not_guided),
    Mistake("beyond-powers", 8, lambda c: c.path is None and _has("told")(c), _beyond_powers),
    Mistake("remedy-missing", 14, _on_path(6, "opinion_issued"), _words(remedy=_NO_REMEDY)),
    Mistake(
        "remedy-wrong",
        12,
        _on_path(5, "answered"),
        _words(remedy="如不服本答复，可在三十日内向上一级机关申请复查。"),
    ),
    Mistake("facts-unclear", 14, _has("served"), _words(findings="经了解，情况基本清楚。")),
    Mistake("evidence-thin", 10, _has("served"), _words(investigation="已电话了解。")),
    Mistake("wrong-law", 10, _on_path(6, "opinion_issued"), _words(law="《信访条例》第三十三条")),
    Mistake("unserved", 10, _has("served"), _unserved),
    Mistake("not-executed", 8, _has("executed"), _not_executed),
    Mistake("same-again", 2, _has("review_decided"), _same_again),
)
CODES: Mapping[str, int] = {mistake.code: mistake.files for mistake in MISTAKES}


def put_in(random: Random, files: list[tuple[Course, int]]) -> None:
    """Put every sort of mistake into as many files as it says, none with two; rare sorts choose first.

    A file is its course with its age in days.
    """
    free = list(files)
    random.shuffle(free)
    for mistake in sorted(MISTAKES, key=lambda m: sum(m.takes(*file) for file in free)):
        fitting = [course for course, age in free if mistake.takes(course, age)][: mistake.files]
        for course in fitting:
            mistake.make(random, course)
            course.flaw = mistake.code
        free = [file for file in free if not file[0].flaw]
