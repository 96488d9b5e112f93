"""Tables of petitions and matters, by what they belong to."""

from huiyin.cases.models.around import AnswerSheet, Attachment, Draft, Erasure, Feedback, Note
from huiyin.cases.models.changes import Changed
from huiyin.cases.models.corrections import Correction
from huiyin.cases.models.desk import Batch, BatchItem, SavedFilter
from huiyin.cases.models.hands import Countersign, Escalation, Recusal, ReviewForwarded, Task
from huiyin.cases.models.letters import LetterVersion, Overruling, PrintedLetter, Printing
from huiyin.cases.models.same import Joining, NearKey, SameProposal
from huiyin.cases.models.spine import Act, Letter, Matter, Person, Petition, Service
from huiyin.cases.models.topics import Topic, TopicMember

__all__ = [
    "Act",
    "AnswerSheet",
    "Attachment",
    "Batch",
    "BatchItem",
    "Changed",
    "Correction",
    "Countersign",
    "Draft",
    "Erasure",
    "Escalation",
    "Feedback",
    "Joining",
    "Letter",
    "LetterVersion",
    "Matter",
    "NearKey",
    "Note",
    "Overruling",
    "Person",
    "Petition",
    "PrintedLetter",
    "Printing",
    "Recusal",
    "ReviewForwarded",
    "SameProposal",
    "SavedFilter",
    "Service",
    "Task",
    "Topic",
    "TopicMember",
]
