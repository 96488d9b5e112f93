"""`huiyin evaluate effect` and `process`: what the numbers say, measured on simulated and generated ones."""

from typing import Annotated

import typer

from huiyin.cli.frame import Json, out, tell


def add_to(app: typer.Typer) -> None:
    """Put the measurements among the others."""
    app.command()(effect)
    app.command("process")(process_mining)


def effect(
    replicates: Annotated[int, typer.Option(help="Simulated series a scene.", min=4)] = 1000,
    seed: Annotated[int | None, typer.Option(help="Seed; without it that of the published tables.")] = None,
    scene: Annotated[int | None, typer.Option(help="One scene, by its place in the table.", min=1)] = None,
    as_json: Json = False,
) -> None:
    """Say how often a change is seen that was not there, and how often one that was; naive answers beside.

    Takes some minutes a hundred series.

    Example: huiyin evaluate effect --replicates 100
    """
    from huiyin.evaluation.effect import REPORTED, evaluate, in_tables

    found = evaluate(replicates, seed=REPORTED if seed is None else seed, only=scene, told=tell)
    if as_json:
        out(found)
        return
    print(in_tables(found))


def process_mining(
    events: Annotated[int, typer.Option(help="Events to generate, about.", min=1000)] = 10_000_000,
    seed: Annotated[int | None, typer.Option(help="Seed; without it that of the published table.")] = None,
    as_json: Json = False,
) -> None:
    """Say how long it takes to find how matters go, in generated events: paths, waits, rework, returns.

    Example: huiyin evaluate process --events 1000000
    """
    from huiyin.evaluation.process_mining import SEED, evaluate

    found = evaluate(events, seed=SEED if seed is None else seed)
    if as_json:
        out(found)
        return
    for name, value in found.items():
        print(f"{name}: {value}")
