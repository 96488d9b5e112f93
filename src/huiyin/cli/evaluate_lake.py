"""`huiyin evaluate lake`: how fast the lake of facts is brought in step, and how fast it answers."""

from typing import Annotated

import typer

from huiyin.cli.frame import Json, out, refusing, set_up_records, tell


def lake(
    petitions: Annotated[
        int, typer.Option(help="Petitions of the lake that a day changes; 0 leaves it out.", min=0)
    ] = 10_000_000,
    queried: Annotated[
        int, typer.Option(help="Petitions of the lake that is asked; 0 leaves it out.", min=0)
    ] = 1_000_000,
    seed: Annotated[int | None, typer.Option(help="Seed; without it that of the published table.")] = None,
    as_json: Json = False,
) -> None:
    """Write lakes of invented facts to a temporary folder and time a day's change and every question.

    Where this installation has matters, it also says how many a second are read from its records.

    Example: huiyin evaluate lake --petitions 100000 --queried 100000
    """
    set_up_records()
    from huiyin.base.clock import now
    from huiyin.evaluation.lake import SEED, evaluate

    with refusing(as_json):
        found = evaluate(petitions, queried, at=now(), seed=SEED if seed is None else seed, told=tell)
    if as_json:
        out(found)
        return
    for name, value in found.items():
        if not isinstance(value, dict):
            print(f"{name}: {value}")
            continue
        for what, figure in value.items():
            print(f"{what:<34}{figure}")
