"""Addresses of the reception, under the desk."""

from django.urls import path

from huiyin.web.desk.reception import days, events, notices, queue, service, talks

urlpatterns = [
    path("reception/", queue.reception, name="reception"),
    path("reception/take/", queue.take, name="ticket_take"),
    path("reception/call/", queue.call, name="ticket_call"),
    path("reception/tickets/<int:ticket_id>/", queue.move, name="ticket_move"),
    path("reception/talks/", talks.talks, name="talks"),
    path("reception/talks/begin/", talks.begin, name="talk_begin"),
    path("reception/talks/<int:talk_id>/", talks.talk, name="talk"),
    path("reception/talks/<int:talk_id>/sign/", talks.sign, name="talk_sign"),
    path("reception/talks/<int:talk_id>/erase/", talks.erase, name="talk_erase"),
    path("reception/talks/<int:talk_id>/add/", talks.add, name="talk_add"),
    path("reception/talks/<int:talk_id>/register/", talks.register, name="talk_register"),
    path("reception/talks/<int:talk_id>/record.pdf", talks.talk_pdf, name="talk_pdf"),
    path("reception/talks/<int:talk_id>/record.docx", talks.talk_docx, name="talk_docx"),
    path("reception/talks/<int:talk_id>/notice/", notices.notice, name="talk_notice"),
    path("reception/service/", service.unserved, name="unserved"),
    path("letters/<int:letter_id>/service/", service.service, name="service"),
    path("letters/<int:letter_id>/service/receivers/", service.receivers, name="service_receivers"),
    path("reception/days/", days.days, name="reception_days"),
    path("reception/days/<int:day_id>/", days.day, name="reception_day"),
    path("reception/days/<int:day_id>/contacts/", days.contacts, name="reception_day_contacts"),
    path("reception/days/<int:day_id>/withdraw/", days.withdraw, name="reception_day_withdraw"),
    path("reception/bookings/<int:booking_id>/arrive/", days.arrive, name="booking_arrive"),
    path("reception/events/", events.events, name="events"),
    path("reception/events/new/", events.new, name="event_new"),
    path("reception/events/<int:event_id>/", events.event, name="event"),
    path("reception/events/<int:event_id>/link/", events.link, name="event_link"),
    path("reception/reports/<int:report_id>/report.pdf", events.report_pdf, name="event_pdf"),
    path("reception/reports/<int:report_id>/report.docx", events.report_docx, name="event_docx"),
]
