"""Chance: what befalls some of the invented petitions and not others."""

from random import Random


def happens(random: Random, share: float) -> bool:
    """Return whether this time something happens that happens in a share of all cases."""
    return random.random() < share
