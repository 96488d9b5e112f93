"""Who is told of what: each kind of event with those who carry it further."""

from collections.abc import Mapping, Sequence

from huiyin.cases.services import same
from huiyin.exchange.services import telling
from huiyin.foundation.outbox import Handler
from huiyin.registers.services import follow

# An event nobody waits for is done at once; the names of the kinds are those that services tell.
HANDLERS: Mapping[str, Sequence[Handler]] = {
    "petition": (same.recognise, telling.petition_registered),
    "act": (follow.of_act, telling.matter_acted),
    "service": (telling.letter_served,),
}
