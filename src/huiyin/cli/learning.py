"""`huiyin text`: what petitions are read with, made anew from what the agency's registrars confirmed."""

import sys
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from huiyin.base.messages import Message
from huiyin.cli.frame import Json, commands, house, out, refusing, set_up_records, tell
from huiyin.foundation.wording import say

app = commands("The models petitions are read with: made anew, listed, chosen.")
_STEPS = 12  # that a training tells of: five folds and one model, for kinds and for purpose


@app.command("train")
def train(as_json: Json = False) -> None:
    """Learn from the invented examples and what was confirmed here; used only if it reads better.

    Takes some minutes. Neither reading nor registering waits for it.

    Example: huiyin text train --json
    """
    set_up_records()
    from rich.console import Console
    from rich.progress import Progress

    from huiyin.base.clock import now
    from huiyin.cases.services import learning
    from huiyin.orgs.rules import SYSTEM

    with refusing(as_json), Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as bars:
        bar = bars.add_task("text train", total=_STEPS)

        def told(said: str) -> None:
            bars.update(bar, advance=1, description=said)

        done = learning.train(house(), by=SYSTEM, at=now(), told=told)
    if as_json:
        out(done)
    if not done.version:
        tell(say(Message("learning.too_few", {"confirmed": done.confirmed, "needed": done.needed})))
        return
    code = "learning.switched" if done.switched else "learning.stayed"
    tell(say(Message(code, {"version": done.version, "confirmed": done.confirmed})))
    for name, why in done.why.items():
        tell(f"{say(f'learning.part.{name}')}: {say(f'learning.why.{why}')}")


@app.command("models")
def models(as_json: Json = False) -> None:
    """List the models petitions can be read with, which one is in use, and whether one is damaged.

    Example: huiyin text models
    """
    from huiyin.cases import shelf
    from huiyin.text.learned.shipped import VERSION, shipped

    home = house()
    asked, reads = shelf.chosen(home), shelf.kept(home).version
    rows = [_row(one.version, one.card, one.usable, one.damaged, asked) for one in shelf.versions(home)]
    whole = shipped().version == VERSION
    rows.append(_row(VERSION, {}, whole, not whole, asked))
    found = {"chosen": asked, "reads": reads, "switched": shelf.switched(home), "models": rows}
    if as_json:
        out(found)
        return
    for row in rows:
        mark = "*" if row["chosen"] else " "
        state = say(f"learning.state.{row['state']}")
        print(f"{mark} {row['version']}  {state}  {_in_words(row['card'])}")
    print(say(Message("learning.reads", {"version": reads})))
    if shelf.damaged(home):
        tell(say(Message("learning.fell_back", {"version": asked})))


def _row(version: str, card: Mapping[str, Any], usable: bool, damaged: bool, asked: str) -> dict[str, Any]:
    state = "damaged" if damaged else "ready" if usable else "not-better"
    return {"version": version, "chosen": version == asked, "state": state, "card": card}


def _in_words(card: Mapping[str, Any]) -> str:
    said = [str(card.get("confirmed", ""))]
    for name, part in card.get("parts", {}).items():
        present, new = part["present_first"]["value"], part["new_first"]["value"]
        said.append(f"{say(f'learning.part.{name}')} {present:.3f} → {new:.3f}")
    return "  ".join(said).strip()


@app.command("use")
def use(
    version: Annotated[str, typer.Argument(help="As `huiyin text models` lists it; learned-2 as shipped.")],
    as_json: Json = False,
) -> None:
    """Let another model read from now on: an earlier one, or the product's own.

    Every process follows at once; the audit log has it.

    Example: huiyin text use learned-2
    """
    set_up_records()
    from huiyin.base.clock import now
    from huiyin.cases import shelf
    from huiyin.cases.services import learning
    from huiyin.orgs.rules import SYSTEM

    with refusing(as_json):
        learning.use(house(), version, by=SYSTEM, at=now())
    reads = shelf.kept(house()).version
    if as_json:
        out({"chosen": version, "reads": reads})
    tell(say(Message("learning.reads", {"version": reads})))
