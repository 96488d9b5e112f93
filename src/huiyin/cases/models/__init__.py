"""Tables of petitions and matters, by what they belong to."""

from huiyin.cases.models.around import Attachment, Draft, Feedback, Note
from huiyin.cases.models.hands import Countersign, Escalation, Recusal, Task
from huiyin.cases.models.spine import Act, Letter, Matter, Person, Petition, Service

__all__ = [
    "Act",
    "Attachment",
    "Countersign",
    "Draft",
    "Escalation",
    "Feedback",
    "Letter",
    "Matter",
    "Note",
    "Person",
    "Petition",
    "Recusal",
    "Service",
    "Task",
]
