"""Addresses of topics."""

from django.urls import path

from huiyin.web.desk.topics import pages

urlpatterns = [
    path("topics/", pages.topics, name="topics"),
    path("topics/<int:topic_id>/", pages.topic, name="topic"),
]
