"""The way back to the intake morning, for the pages that open from it."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

LONGEST_KEY = 40


def next_one(after: str, done: int) -> str:
    """Return the address of the matter that is next to sort; `done` is the one before, named there."""
    asked = {"done": str(done), **({"after": after} if after else {})}
    return f"{reverse('desk:intake')}?{urlencode(asked)}"


def back_to_intake(request: HttpRequest, matter_id: int) -> str:
    """Return where the intake goes on for a page that was opened from it; nothing for any other."""
    if request.GET.get("intake") != "1":
        return ""
    return next_one(request.GET.get("after", "")[:LONGEST_KEY], matter_id)
