"""Do the days a letter names agree with the file?"""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from huiyin.base.messages import Message
from huiyin.cases.rules.checks.found import File, Finding, Weight
from huiyin.law.parameters import Law

_DAY = re.compile(r"(?P<y>\d{4})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*[日号]")
_CLAUSE_END = re.compile(r"[，。；;\n]")
_FURTHEST = 24
# What happened, as letters tell of it after its day; whoever else it happened to is told by the words before.
_EVENTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "rereview_asked",
        re.compile(r"(?:请求|申请|提出)[^，。；]{0,4}复核|收到[^，。；]{0,6}复核(?:请求|申请)"),
    ),
    ("review_asked", re.compile(r"(?:请求|申请|提出)[^，。；]{0,4}复查|收到[^，。；]{0,6}复查(?:请求|申请)")),
    ("review_decided", re.compile(r"(?:作出|出具)[^，。；]{0,14}复查意见")),
    ("decided", re.compile(r"(?:作出|出具)[^，。；]{0,14}处理意见")),
    ("hearing", re.compile(r"(?:举行|召开|组织)[^，。；]{0,6}听证")),
    ("extended", re.compile(r"(?:延长|延期)[^，。；]{0,4}(?:办理|办结)?")),
    (
        "received",
        re.compile(r"收到并|收到[^，。；]{0,8}(?:信访|来信|投诉|反映|事项|诉求|举报)|[^，。；]{0,8}登记"),
    ),
    ("accepted", re.compile(r"(?<!不予)(?<!不)(?<!未)受理")),
)
# What other bodies do on days of their own.
_OTHERS = re.compile(r"仲裁|法院|检察|公安|派出所|复议|公司|单位于|医院|鉴定|税务|街道|社区|村委")
_PAST = re.compile(r"收到|登记|受理|调查|核实|听取|走访|约谈|询问|查阅|调取|举行|召开")
_TELLS_THE_PAST = frozenset({"receipt", "investigation", "findings", "earlier_opinion"})
_NO_RECORD = frozenset(
    {"accepted", "extended", "hearing", "review_asked", "rereview_asked", "review_decided"}
)


def _days(text: str) -> Iterator[tuple[re.Match[str], date | None]]:
    for found in _DAY.finditer(text):
        try:
            yield found, date(int(found["y"]), int(found["m"]), int(found["d"]))
        except ValueError:
            yield found, None


def days_in(text: str) -> frozenset[date]:
    """Return the whole days that a text names."""
    return frozenset(day for _, day in _days(text) if day)


def written(day: date) -> str:
    """Return a day as letters write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def contradicting(content: Mapping[str, str], file: File) -> Iterator[Finding]:
    """Yield days that do not exist, that lie ahead of what is told as done, or that the file knows better."""
    for name, text in content.items():
        for found, day in _days(text):
            said = found.group()
            if day is None:
                yield Finding("no_such_day", name, Weight.MUST, file.basis, {"said": said})
                continue
            after = _CLAUSE_END.split(text[found.end() : found.end() + _FURTHEST], maxsplit=1)[0]
            after = _DAY.split(after)[0]
            if day > file.today and name in _TELLS_THE_PAST and _PAST.search(after):
                yield Finding("day_ahead", name, Weight.ASK, file.basis, {"said": written(day)})
                continue
            before = _CLAUSE_END.split(text[: found.start()])[-1]
            yield from _against_the_file(name, day, before, after, file)


def _against_the_file(name: str, day: date, before: str, after: str, file: File) -> Iterator[Finding]:
    event = next((event for event, words in _EVENTS if words.match(after) or words.search(after)), "")
    if name in {"receipt", "matter"} and not event and after.startswith("收到"):
        event = "received"
    stranger = _OTHERS.search(before.replace(file.office, "").replace("我单位", "").replace("本单位", ""))
    known = file.days.get(event, frozenset())
    if not event or stranger or day in known or (not known and event not in _NO_RECORD):
        return
    known_days = "、".join(written(k) for k in sorted(known))
    params = {"said": written(day), "event": Message(f"letter.event.{event}"), "known": known_days}
    yield Finding("day_differs" if known else "day_unrecorded", name, Weight.ASK, file.basis, params)


def due_day(content: Mapping[str, str], file: File, law: Law) -> Iterator[Finding]:
    """Yield a last day other than the one that is counted from the signing, or one where the law has none."""
    text = content.get("due_day", "")
    if not text.strip():
        return
    said = days_in(text)
    where = law.cite("handling_days", file.today)
    if file.due_day is None:
        if said:
            yield Finding(
                "due_day_invented", "due_day", Weight.ASK, where, suggest=file.fresh.get("due_day", "")
            )
        return
    if file.due_day not in said:
        params = {"known": written(file.due_day), "said": "、".join(written(d) for d in sorted(said))}
        code = "due_day_differs" if said else "due_day_unsaid"
        fresh = file.fresh.get("due_day", "")
        yield Finding(code, "due_day", Weight.ASK, where, params, suggest=fresh)


def promised_on_record(content: Mapping[str, str], file: File, law: Law) -> Iterator[Finding]:
    """Yield a day that goes on record with the letter and that the letter does not say, or says otherwise."""
    for fact, element, provision in (
        ("execute_by", "view", "opinion"),
        ("report_by", "report_by", "forwarding"),
    ):
        day = str(file.facts.get(fact) or "")
        if not day and fact == "execute_by" and file.facts.get("result") == "support":
            yield from _nobody_reminded(content.get(element, ""), file, law)
        if not day or element not in content or not content[element].strip():
            continue
        on = date.fromisoformat(day)
        if on not in frozenset().union(*(days_in(text) for text in content.values())):
            suggest = file.fresh.get(element, "") if element == "report_by" else ""
            params = {"known": written(on)}
            yield Finding(
                f"{fact}_unsaid", element, Weight.ASK, law.cite(provision, file.today), params, suggest
            )


def _nobody_reminded(view: str, file: File, law: Law) -> Iterator[Finding]:
    """Yield a day ahead that a supporting view names while none goes on record: nobody would be reminded."""
    ahead = [day for day in days_in(view) if day > file.today]
    if ahead:
        where = law.cite("opinion", file.today)
        yield Finding("execute_by_open", "view", Weight.HINT, where, {"said": written(max(ahead))})


def extension_days(content: Mapping[str, str], file: File, law: Law) -> Iterator[Finding]:
    """Yield a number of days other than the one that was approved."""
    days, text = file.facts.get("days"), content.get("days", "")
    said = {int(number) for number in re.findall(r"(\d{1,3})\s*(?:个)?(?:自然|工作)?[日天]", text)}
    if file.kind == "extension" and days and text.strip() and int(days) not in said:
        where = law.cite("extension_days", file.today)
        fresh = file.fresh.get("days", "")
        yield Finding("days_differ", "days", Weight.MUST, where, {"known": int(days)}, suggest=fresh)
