"""Tables of petitions and matters, by what they belong to."""

from huiyin.cases.models.around import AnswerSheet, Attachment, Draft, Erasure, Feedback, Note
from huiyin.cases.models.changes import Changed
from huiyin.cases.models.corrections import Correction
from huiyin.cases.models.hands import Countersign, Escalation, Recusal, Task
from huiyin.cases.models.same import Joining, NearKey, SameProposal
from huiyin.cases.models.spine import Act, Letter, Matter, Person, Petition, Service
from huiyin.cases.models.topics import Topic, TopicMember

__all__ = [
    "Act",
    "AnswerSheet",
    "Attachment",
    "Changed",
    "Correction",
    "Countersign",
    "Draft",
    "Erasure",
    "Escalation",
    "Feedback",
    "Joining",
    "Letter",
    "Matter",
    "NearKey",
    "Note",
    "Person",
    "Petition",
    "Recusal",
    "SameProposal",
    "Service",
    "Task",
    "Topic",
    "TopicMember",
]
