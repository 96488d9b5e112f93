"""Log lines without what opens somebody's petition."""

import logging
import re

_FOLLOWED = re.compile(r"(/petitions/)[^\s/?]+")


class WithoutCodes(logging.Filter):
    """Takes query codes out of the addresses that log lines quote."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the line and let it pass."""
        record.msg, record.args = _FOLLOWED.sub(r"\1…", record.getMessage()), None
        return True
