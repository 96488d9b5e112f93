"""Tables of petitions and matters, by what they belong to."""

from huiyin.cases.models.around import Attachment, Draft, Erasure, Feedback, Note
from huiyin.cases.models.spine import Act, Letter, Matter, Person, Petition, Service

__all__ = [
    "Act",
    "Attachment",
    "Draft",
    "Erasure",
    "Feedback",
    "Letter",
    "Matter",
    "Note",
    "Person",
    "Petition",
    "Service",
]
