"""Who is told of what: each kind of event with those who carry it further."""

from collections.abc import Mapping, Sequence

from huiyin.cases import telling as colleagues
from huiyin.cases.services import learning, same
from huiyin.exchange.services import erasing as exchanged
from huiyin.exchange.services import telling as other_systems
from huiyin.foundation.outbox import Handler
from huiyin.reception.services import erasing as received
from huiyin.reception.services import set_right
from huiyin.registers.services import erasing as registered
from huiyin.registers.services import follow, handing_over

# An event nobody waits for is done at once; the names of the kinds are those that services tell.
HANDLERS: Mapping[str, Sequence[Handler]] = {
    "petition": (same.recognise, colleagues.petition_came, other_systems.petition_registered),
    "act": (follow.of_act, set_right.of_act, colleagues.act_taken, other_systems.matter_acted),
    "sorted": (learning.remember,),
    "service": (other_systems.letter_served,),
    "handed_over": (handing_over.of_handover,),
    "erased": (learning.forget, received.of_petition, registered.of_petition, exchanged.of_petition),
}
