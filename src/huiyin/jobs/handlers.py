"""Who is told of what: each kind of event with those who carry it further."""

from collections.abc import Mapping, Sequence

from huiyin.cases import telling
from huiyin.foundation.outbox import Handler

# An event nobody waits for is done at once; the names of the kinds are those that services tell.
HANDLERS: Mapping[str, Sequence[Handler]] = {
    "petition": (telling.petition_came,),
    "act": (telling.act_taken,),
}
