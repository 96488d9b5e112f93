"""A petitioner takes along a copy of what is held about their petition (个人信息保护法 art 45)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from huiyin.base.clock import now
from huiyin.cases.queries import copy as copies
from huiyin.reception.queries.copies import consents, talk_records
from huiyin.web.copies import as_zip
from huiyin.web.permission import public
from huiyin.web.portal.follow import followed, may_read


@public
@require_http_methods(["GET", "POST"])
def copy(request: HttpRequest) -> HttpResponse:
    """Give the copy to whoever follows the petition by its code and knows the telephone's last digits.

    Where no telephone was given the code alone would open everything: that copy is handed out at the office.
    """
    standing = followed(request) if request.method == "POST" else None
    if standing is None or not standing.guarded or not may_read(request, standing):
        return redirect("portal:progress")
    content = copies.for_petitioner(standing.petition, at=now())
    return as_zip({**content, "consents": consents(content), "talks": talk_records(content)})
