"""`huiyin law calendar`: the years whose holidays are known, and loading one that is not."""

from pathlib import Path
from typing import Annotated, Any

import typer

from huiyin.cli.frame import Json, Lang, commands, house, out, refusing, set_up_records, tell

app = commands("The years whose holidays are known, and loading one.")


@app.command("load")
def calendar_load(
    file: Annotated[Path, typer.Argument(help="The year's days off and make-up workdays, as YAML.")],
    later: Annotated[
        bool, typer.Option("--later", help="Leave counting the open matters anew to the worker.")
    ] = False,
    as_json: Json = False,
    lang: Lang = "zh",
) -> None:
    """Load the holidays of a year and count the deadlines of open matters anew.

    Example: huiyin law calendar load 2027.yaml
    """
    set_up_records()
    from huiyin.base.clock import now
    from huiyin.base.messages import Message
    from huiyin.cases.services.calendars import load_year
    from huiyin.cli.law_due import read_spec
    from huiyin.foundation.wording import say
    from huiyin.orgs.rules import SYSTEM

    with refusing(as_json, lang):
        taken = load_year(read_spec(file), by=SYSTEM, at=now())
        counted = None if later else _count_anew()
        year = taken.loaded.notice.days()
        found = {
            "year": taken.loaded.notice.year,
            "version": taken.loaded.version,
            "fresh": taken.fresh,
            "working_days": len(year.working),
            "differs_from_published": taken.differs,
            "recount": counted,
        }
        code = "loaded" if taken.fresh else "unchanged"
        tell(say(Message(f"law.calendar.{code}", found), lang))
        if taken.differs:
            tell(say(Message("law.calendar.differs", found), lang))
        if counted:
            tell(say(Message("law.calendar.recounted", counted), lang))
        if as_json:
            out(found)


def _count_anew() -> dict[str, Any]:
    from rich.console import Console
    from rich.progress import Progress

    from huiyin.base.clock import now
    from huiyin.cases.services import recount

    begun = recount.standing()
    done = begun
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("law recount", total=recount.waiting(begun) or 1)
        for done in recount.recount(at=now()):
            progress.update(task, completed=done.seen - begun.seen)
    return {"seen": done.seen, "changed": done.changed}


@app.command("show")
def calendar_show(
    year: Annotated[int | None, typer.Argument(help="One year; else the list of known years.")] = None,
    as_json: Json = False,
    lang: Lang = "zh",
) -> None:
    """Show which years are known and where from, or the days off and make-up workdays of one.

    Example: huiyin law calendar show 2026
    """
    with refusing(as_json, lang):
        found = _year(year) if year is not None else _years()
        if as_json:
            out(found)
        else:
            print(_in_words(found, lang))


def _years() -> dict[str, Any]:
    from huiyin.foundation.calendars import folder_of, years_in
    from huiyin.law.calendar import first_published, latest_published

    loaded = [
        {"year": found.notice.year, "version": found.version, "source": found.notice.source}
        for found in years_in(folder_of(house()))
    ]
    return {"published": {"from": first_published(), "to": latest_published()}, "loaded": loaded}


def _year(year: int) -> dict[str, Any]:
    from huiyin.base.errors import NotFound
    from huiyin.foundation.calendars import calendar_of, folder_of, years_in
    from huiyin.law.calendar import made_up

    days = calendar_of(house()).year(year)
    if days is None:
        raise NotFound("law.calendar.unknown", year=year)
    loaded = next((f for f in years_in(folder_of(house())) if f.notice.year == year), None)
    return {
        "year": year,
        "version": loaded.version if loaded else None,
        "source": loaded.notice.source if loaded else "chinesecalendar",
        "working_days": len(days.working),
        "holidays": {day.isoformat(): name for day, name in sorted(days.names.items())},
        "workdays": [day.isoformat() for day in made_up(days)],
    }


def _in_words(found: dict[str, Any], lang: str) -> str:
    from huiyin.base.messages import Message
    from huiyin.foundation.wording import say

    if "published" in found:
        lines = [say(Message("law.calendar.published", found["published"]), lang)]
        return "\n".join([*lines, *(say(Message("law.calendar.year", y), lang) for y in found["loaded"])])
    lines = [say(Message("law.calendar.days", found), lang)]
    lines += [f"  {day}  {say(f'law.rest.{name}', lang)}" for day, name in found["holidays"].items()]
    lines += [f"  {day}  {say('law.calendar.made_up', lang)}" for day in found["workdays"]]
    return "\n".join(lines)
