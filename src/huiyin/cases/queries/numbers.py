"""A matter's number as people write it, and what the log calls the matter; for those who read the log."""

from huiyin.cases.models import Matter


def about_number(number: str) -> str:
    """Return what the log calls the matter with a number, such as matter:12; nothing where it is unknown."""
    key = Matter.objects.filter(number=number).values_list("pk", flat=True).first() if number else None
    return f"matter:{key}" if key else ""
