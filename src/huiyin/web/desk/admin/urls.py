"""Addresses of administration."""

from django.urls import path

from huiyin.web.desk.admin import agency, calendars, changes, home, letter_words, limits, offices, staff

urlpatterns = [
    path("administration/", home.home, name="administration"),
    path("administration/roles/", home.roles, name="roles"),
    path("administration/numbers/", home.numbers, name="number_rules"),
    path("administration/agency/", agency.agency, name="agency"),
    path("administration/areas/", agency.areas, name="areas"),
    path("administration/areas/<slug:area>/", agency.area, name="area"),
    path("administration/calendars/", calendars.calendars, name="calendars"),
    path("administration/calendars/<int:year>/", calendars.calendar, name="calendar"),
    path("administration/limits/", limits.limits, name="limits"),
    path("administration/limits/<slug:limit>/", limits.limit, name="limit"),
    path("administration/words/", letter_words.words, name="letter_words"),
    path("administration/words/<slug:letter_kind>/<slug:part>/", letter_words.part, name="letter_words_part"),
    path("administration/changes/", changes.changes, name="changes"),
    path("offices/", offices.offices, name="offices"),
    path("offices/new/", offices.new, name="office_new"),
    path("offices/<int:office_id>/", offices.office, name="office"),
    path("offices/<int:office_id>/end/", offices.end, name="office_end"),
    path("staff/", staff.staff, name="staff"),
    path("staff/<int:staff_id>/", staff.account, name="staff_account"),
    path("staff/<int:staff_id>/leave/", staff.leave, name="staff_leave"),
]
