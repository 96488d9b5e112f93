"""Other systems: connected, linked with own clocks, compared, a batch sent, a webhook that rests."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from huiyin.demo.life.scene import Scene, Told, script
from huiyin.exchange.loading import load_map
from huiyin.exchange.services import comparing, giving, systems, taking, webhooks
from huiyin.orgs.rules import Actor

Rows = Sequence[tuple[int, Mapping[str, str]]]


def connect(scene: Scene) -> None:
    """Connect the systems, take their records in, compare, export, and add the webhook that is paused."""
    administrator = scene.actor(script()["connected_by"])
    for told in script()["systems"]:
        systems.connect(
            told["code"],
            name=told["name"],
            office=told["office"],
            map_name=told["map"],
            by=administrator,
            at=scene.moment(60),
        )
        _take_in(scene, told, scene.actor(script()["exchanged_by"]))
    hook = script()["webhook"]
    webhooks.add(
        hook["system"], hook["url"], hook["events"], by=administrator, at=scene.moment(9), paused=True
    )


def _take_in(scene: Scene, told: Told, by: Actor) -> None:
    code, table = told["code"], _Table(scene, told)
    headers, rows = table.taken()
    list(taking.take_in(headers, rows, system=code, by=by, at=scene.moment(0)))
    if "compared" in told:
        headers, rows = table.compared(told["compared"])
        comparing.compare_file(headers, rows, system=code, by=by, at=scene.at)
        giving.export(code, "progress", by=by, at=scene.at)


class _Table:
    """The files of a system about the matters it has seen, under its own numbers and headings."""

    def __init__(self, scene: Scene, told: Told):
        self.scene, self.told, self.mapped = scene, told, load_map(told["map"])
        self.seen = [name for name in told["seen"] if name in scene.known]

    def _head(self, field: str) -> str:
        return self.mapped.header(field)

    def _received(self, name: str) -> date:
        return self.scene.today + timedelta(days=int(self.scene.told[name]["day"]))

    def _number(self, name: str) -> str:
        return f"{self.told['prefix']}{self._received(name):%Y}{name[1:]:0>5}"

    def _row(self, name: str) -> dict[str, str]:
        received = self._received(name)
        clocks = {head: str(received + timedelta(days=n)) for head, n in self.told["clocks"].items()}
        return {
            self._head("number"): self._number(name),
            self._head("received"): str(received),
            self._head("title"): str(self.scene.told[name]["title"]),
            **clocks,
        }

    def taken(self) -> tuple[list[str], Rows]:
        """Return the file as it came in: records of matters known here, and new ones."""
        rows = []
        for name in self.seen:
            ours = {self._head("our_number"): self.scene.known[name].number}
            rows.append({**self._row(name), **ours, self._head("status"): self.told["status"]})
        return _filled([*rows, *self._new()])

    def _new(self) -> Iterator[dict[str, str]]:
        for new in self.told["new"]:
            sent = self.scene.day(new["sent"])
            yield {
                self._head("number"): new["number"],
                self._head("received"): str(sent),
                self._head("sent"): str(sent),
                **{self._head(field): new[field] for field in ("title", "text", "name")},
                self._head("phone"): self._phone(new),
                **{head: str(sent + timedelta(days=n)) for head, n in self.told["clocks"].items()},
            }

    def _phone(self, new: Told) -> str:
        caller = self.scene.told.get(new.get("phone_of", ""), {}).get("petitioner") or {}
        return str(caller.get("phone") or self.scene.phone())

    def compared(self, told: Told) -> tuple[list[str], Rows]:
        """Return the file of another day: five things in it are not as they are here."""
        rows = []
        for name in self.seen:
            row = self._row(name)
            if name == told["status"]["matter"]:
                row[self._head("status")] = told["status"]["as"]
            if name == told["concluded"]["matter"]:
                day = self._received(name) + timedelta(days=told["concluded"]["days"])
                row[self._head("concluded")] = str(day)
            if name != told["lacking"]:
                rows += [row] * (2 if name == told["twice"] else 1)
        new = [{self._head(f): row[self._head(f)] for f in ("number", "received")} for row in self._new()]
        unknown = {self._head("number"): told["unknown"], self._head("received"): str(self.scene.day(1))}
        return _filled([*rows, *new, unknown])


def _filled(rows: Sequence[dict[str, str]]) -> tuple[list[str], Rows]:
    headers = list(dict.fromkeys(head for row in rows for head in row))
    whole = [{head: row.get(head, "") for head in headers} for row in rows]
    return headers, list(enumerate(whole, 2))
