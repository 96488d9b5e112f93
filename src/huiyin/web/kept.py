"""A form whose page was older than the present sign-in: what was typed is kept and can be sent again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from huiyin.web import signed_in
from huiyin.web.permission import part_says_so, public
from huiyin.web.portal.expired import expired


@public
def older_than_the_sign_in(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without a good token: a page of the workbench keeps it, others hand it back.

    Whoever signs in anew in a second window makes the tokens of the first one stale. A browser says itself
    that a form came from a page of ours (Sec-Fetch-Site); nothing is done before the officer presses again.
    """
    desk = request.path.startswith(reverse("desk:todo")) and request.path != reverse("desk:sign_in")
    if not desk or request.headers.get("Sec-Fetch-Site") != "same-origin":
        return expired(request, reason)
    if request.headers.get("HX-Request"):
        return part_says_so(request)
    if not signed_in.keep_what_was_sent(request):
        return expired(request, reason)  # whose it is cannot be told; the page before still holds it
    if getattr(request, "actor", None) is not None:
        return redirect("desk:again")
    return redirect(f"{reverse('desk:sign_in')}?{urlencode({'next': reverse('desk:todo')})}")
