"""Tables of petitions and matters, by what they belong to."""

from huiyin.cases.models.around import Attachment, Draft, Erasure, Feedback, Note
from huiyin.cases.models.same import Joining, NearKey, SameProposal
from huiyin.cases.models.spine import Act, Letter, Matter, Person, Petition, Service

__all__ = [
    "Act",
    "Attachment",
    "Draft",
    "Erasure",
    "Feedback",
    "Joining",
    "Letter",
    "Matter",
    "NearKey",
    "Note",
    "Person",
    "Petition",
    "SameProposal",
    "Service",
]
