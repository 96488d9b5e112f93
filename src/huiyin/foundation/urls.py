"""Every address of the site, by area; the faces are named, not imported."""

from django.urls import include, path

handler500 = "huiyin.web.unavailable.fault"
urlpatterns = [
    path("", include("huiyin.web.portal.urls")),
    path("desk/", include("huiyin.web.desk.urls")),
    path("", include("huiyin.api.urls")),
]
