"""One limit of another channel: the values that hold it, whose it is, what moves it, which facts it takes."""

from dataclasses import dataclass

# Facts that choose another limit or another way of counting, as the command and the page name them.
MARKS = ("employer", "worker", "clear", "simple", "final", "wages", "not-told")


@dataclass(frozen=True, slots=True)
class Rule:
    """One limit: the parameters that hold it (the first one in force decides) and those that move it.

    `notes` are codes of what one should know besides, each with the provision it rests on. `variants` are
    the limits that other facts choose, the narrowest first.
    """

    limits: tuple[str, ...]
    owed_by: str  # petitioner, employer, body
    goes_to: str
    extension: str = ""
    interruption: str = ""
    pause: str = ""
    longest: str = ""
    untold: str = ""
    kept_open: str = ""
    unlimited: str = ""  # the provision by which no limit holds at all
    opens: bool = False  # the day is the first one on which something may be asked, not the last
    rolling: str = "rest_day_rolls"
    notes: tuple[tuple[str, str], ...] = ()
    variants: tuple[tuple[frozenset[str], "Rule"], ...] = ()

    @property
    def takes(self) -> frozenset[str]:
        """Return the names of the facts that mean something here."""
        known = {mark for marks, _ in self.variants for mark in marks}
        if "employer" in known:
            known.add("worker")
        movers = {
            "extended": self.extension,
            "interrupted": self.interruption,
            "paused": self.pause,
            "made": self.longest,
            "not-told": self.untold,
            "told": self.untold,
            "reported": self.kept_open,
        }
        others = {name for _, rule in self.variants for name in rule.takes}
        return frozenset(known | others | {name for name, by in movers.items() if by})
