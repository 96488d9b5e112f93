"""Addresses of what joins matters."""

from django.urls import path

from huiyin.web.desk.same import decisions, everybody, repeats

urlpatterns = [
    path("repeats/", repeats.repeats, name="repeats"),
    path("matters/<int:matter_id>/same/", decisions.decide, name="same"),
    path("matters/<int:matter_id>/join/", decisions.join, name="join"),
    path("matters/<int:matter_id>/part/", decisions.part, name="part"),
    path("matters/<int:matter_id>/apart/", decisions.apart, name="apart"),
    path("matters/<int:matter_id>/together/", everybody.together, name="together"),
]
