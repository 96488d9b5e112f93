"""Whether this installation can serve: for load balancers and operators."""

from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, JsonResponse

from huiyin import __version__


def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 while the database answers, 503 otherwise; says nothing about content."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        connection.close()
        return JsonResponse({"ok": False, "database": "down"}, status=503)
    return JsonResponse({"ok": True, "version": __version__})


health.permission = "public"  # type: ignore[attr-defined]
