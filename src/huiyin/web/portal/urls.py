"""Addresses of the portal."""

from django.urls import path

from huiyin.web.portal import follow, letters, own, pages, papers, questions, remedies, submit, visits

app_name = "portal"
urlpatterns = [
    path("", pages.home, name="home"),
    path("submit/", submit.start, name="submit"),
    path("submit/<int:number>/", submit.step, name="step"),
    path("submit/papers/<int:file>/", papers.papers, name="papers"),
    path("submit/papers/<int:file>/picture/", papers.picture, name="papers_picture"),
    path("submit/check/", submit.check, name="check"),
    path("submit/send/", submit.send, name="send"),
    path("submit/forget/", submit.forget, name="forget"),
    path("receipt/", submit.receipt, name="receipt"),
    path("follow/", follow.follow, name="follow"),
    path("progress/", follow.progress, name="progress"),
    path("progress/unlock/", follow.unlock, name="unlock"),
    path("progress/rate/", follow.rate_answer, name="rate"),
    path("progress/review/", follow.ask_review, name="ask_review"),
    path("progress/copy/", own.copy, name="copy"),
    path("progress/leave/", follow.leave, name="leave"),
    path("letters/<int:letter>/", letters.letter_page, name="letter_page"),
    path("letters/<int:letter>/pdf/", letters.letter_pdf, name="letter_pdf"),
    path("letters/<int:letter>/docx/", letters.letter_docx, name="letter_docx"),
    path("remedies/", remedies.remedies, name="remedies"),
    path("remedies/<slug:what>/", remedies.remedy, name="remedy"),
    path("visits/", visits.visits, name="visits"),
    path("visits/<int:day>/", visits.visit, name="visit"),
    path("visits/booking/", visits.booking, name="booking"),
    path("visits/booking/cancel/", visits.cancel, name="booking_cancel"),
    path("visits/booking/away/", visits.put_away, name="booking_away"),
    path("questions/", questions.questions, name="questions"),
    path("questions/<slug:kind>/", questions.question, name="question"),
    path("rights/", pages.rights, name="rights"),
    path("safeguards/", pages.safeguards, name="safeguards"),
    path("prefs/", pages.prefs, name="prefs"),
    path("language/", pages.language, name="language"),
]
