"""Asks every page of insight of an installation as who asks first: nothing is remembered meanwhile."""

import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

import django

from tools.timing import p95

# Who sees every office, who sees one, and who sees sums of all of them only.
READERS = ("shenguohua", "liangzhiyuan", "analyst")
ANSWERED = (200, 403)  # who sees sums only opens no matter


def _usual() -> dict[str, str]:
    """Return what pages ask unless told otherwise, and one step from there."""
    return {
        "home": "",
        "home, a year": "?weeks=52",
        "home, a field": "?field=W",
        "forecast": "forecast/",
        "early warning": "warning/",
        "changes of policy": "policies/",
        "profile of a kind": "profile/?kind=W1",
        "steps": "ways/",
        "steps, two years": "ways/?weeks=104",
        "steps of a field": "ways/?field=W",
        "like cases": "alike/",
        "like cases, five years": "alike/?weeks=260",
        "briefs": "brief/",
        "matrix as CSV": "table.csv",
    }


def _unforeseen(on: date) -> dict[str, str]:
    """Return what nobody foresees: days, areas, and both of several."""
    day = (on - timedelta(days=300)).isoformat()
    return {
        "profile of a kind in an area": "profile/?kind=W1&area=981000",
        "steps of a field, two years": "ways/?weeks=104&field=W",
        "steps as CSV": "ways/table.csv",
        "like cases of a field": "alike/?field=W",
        "effect of a measure, a field": f"effect/?day={day}&about=W",
        "effect of a measure, an area": f"effect/?day={day}&about=W1&area=981000",
        "matters behind a number": "matters/?field=W",
    }


def main() -> None:
    """Print what each page takes: by the clock and of processor, the middle one and the slowest of twenty."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "huiyin.foundation.settings"
    django.setup()
    from huiyin.insight import brief, queries

    times, on = int(sys.argv[1]), queries.as_of()
    load = os.getloadavg()[0]
    print(f"{'load ' + format(load, '.1f'):<34}{'p50':>8}{'p95':>8} ms   processor{'p50':>8}{'p95':>8} ms")
    clients = [_signed_in(reader) for reader in READERS]
    for name, path in (_usual() | _unforeseen(on)).items():
        _line(name, [partial(c.get, f"/desk/insight/{path}") for c in clients], times)
    # Who sees sums only, the last of the readers, is given no month and no report of a year.
    quarter = next(period for period in brief.offered(on) if period.step == "quarter")
    for sort, period in (("brief", quarter), ("yearly", brief.years(on, on)[0])):
        when = {"period": period.code} if sort == "brief" else {"year": period.code}
        for form in ("docx", "pdf"):
            which = {"form": form} if sort == "brief" else {"report_form": form}
            said = {"sort": sort, **when, **which}
            given = clients if sort == "brief" else clients[:-1]
            asks = [partial(c.post, "/desk/insight/brief/", said) for c in given]
            _line(f"{sort} as {form}", asks, max(1, times // 2))


def _signed_in(reader: str) -> Any:
    from django.contrib.auth import get_user_model
    from django.test import Client

    from huiyin.orgs import queries as orgs

    if reader == "analyst":  # the one with the widest sight
        logins = [row.login for row in orgs.staff_list() if "analyst" in row.roles]
        reader = max(logins, key=lambda login: len(orgs.actor_by_login(login).offices("aggregate.read")))
    client = Client(SERVER_NAME="localhost")
    client.force_login(get_user_model().objects.get(login=reader))
    client.get("/desk/")  # what a process does once
    client.get("/desk/insight/matters/?kind=W2")
    return client


def _line(name: str, asks: Sequence[Callable[[], Any]], times: int) -> None:
    from huiyin.insight import remembered, store
    from huiyin.insight.engines import duck

    clock, used = list[float](), list[float]()
    for ask in asks:
        for _ in range(times):
            remembered.forget()
            lake = store.place()
            if manifest := store.read(lake):
                duck.over(lake, manifest).forget()
            begun, processor = time.perf_counter(), time.process_time()
            answer = ask()
            clock.append((time.perf_counter() - begun) * 1000)
            used.append((time.process_time() - processor) * 1000)
            if answer.status_code not in ANSWERED:
                raise SystemExit(f"{name}: {answer.status_code}")
    said = "".join(f"{n:>8,.0f}" for n in p95(clock))
    print(f"{name:<34}{said} ms   processor{''.join(f'{n:>8,.0f}' for n in p95(used))} ms", flush=True)


if __name__ == "__main__":
    main()
