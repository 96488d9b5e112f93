"""What a change of policy or practice did to the number of petitions, or that it cannot be seen."""

from huiyin.stats.effect.answer import Change, Effect, Placebo, Verdict
from huiyin.stats.effect.measure import effect_of

__all__ = ["Change", "Effect", "Placebo", "Verdict", "effect_of"]
