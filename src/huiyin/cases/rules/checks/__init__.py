"""Checks of a letter while it is written: pure, from its words and what the file knows."""

from collections.abc import Mapping

from huiyin.cases.rules.checks import days, elements, laws, outcomes, persons, promises, remedies
from huiyin.cases.rules.checks.found import File, Finding, Weight
from huiyin.law.parameters import Law

__all__ = ["File", "Finding", "Weight", "check"]
_ORDER = {Weight.MUST: 0, Weight.ASK: 1, Weight.HINT: 2}


def check(content: Mapping[str, str], file: File, law: Law) -> tuple[Finding, ...]:
    """Return everything to look at in a letter, what must be mended first; the same is said once."""
    found = [
        *elements.missing(content, file, law),
        *elements.undecided(content, file, law),
        *remedies.remedy(content, file, law),
        *laws.threats(content, file, law),
        *laws.basis(content, file, law),
        *persons.addressee(content, file),
        *persons.receiver(file),
        *persons.strangers(content, file),
        *persons.case_numbers(content, file, law),
        *persons.sums(content, file),
        *days.contradicting(content, file),
        *days.due_day(content, file, law),
        *days.promised_on_record(content, file, law),
        *days.extension_days(content, file, law),
        *outcomes.against_result(content, file),
        *promises.undated(content, file, law),
        *promises.unregistered(content, file, law),
        *elements.unfinished(content, file),
        *elements.thin(content, file),
    ]
    once: dict[str, Finding] = {}
    for finding in found:
        once.setdefault(finding.about, finding)
    return tuple(sorted(once.values(), key=lambda finding: _ORDER[finding.weight]))
