"""Addresses of the registers, under the desk."""

from django.urls import path

from huiyin.web.desk.registers import file, item, lists, opening

urlpatterns = [
    path("registers/", lists.home, name="registers"),
    path("registers/items/", lists.register_list, name="register_list"),
    path("registers/items/<int:item_id>/", item.register_item, name="register_item"),
    path("registers/items/<int:item_id>/hand/", item.register_hand, name="register_hand"),
    path("registers/directives/new/", opening.directive, name="directive"),
    path("registers/archive/", file.archive_list, name="archive"),
    path("matters/<int:matter_id>/promise/", opening.promise, name="promise"),
    path("matters/<int:matter_id>/backlog/", opening.backlog, name="backlog"),
    path("matters/<int:matter_id>/file/", file.matter_file, name="matter_file"),
    path("matters/<int:matter_id>/bundle/", file.bundle, name="bundle"),
]
