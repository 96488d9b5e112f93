"""Addresses of the desk."""

from django.urls import include, path

from huiyin.web.desk import audit, entry, keys, letters, lists, matter, overview, register, steps, todo

app_name = "desk"
urlpatterns = [
    path("", todo.todo, name="todo"),
    path("sign-in/", entry.sign_in, name="sign_in"),
    path("sign-in/code/", entry.code, name="code"),
    path("sign-in/again/", entry.again, name="again"),
    path("sign-out/", entry.sign_out, name="sign_out"),
    path("overview/", overview.overview, name="overview"),
    path("overview/week/<slug:sort>/", overview.happened, name="week"),
    path("matters/", lists.matters, name="matters"),
    path("register/", register.register, name="register"),
    path("receipts/<int:petition_id>/", register.receipt, name="receipt"),
    path("matters/<int:matter_id>/", matter.matter, name="matter"),
    path("matters/<int:matter_id>/sort/", matter.sort, name="sort"),
    path("matters/<int:matter_id>/give/", matter.give, name="give"),
    path("matters/<int:matter_id>/hand/", matter.hand, name="hand"),
    path("matters/<int:matter_id>/note/", matter.note, name="note"),
    path("matters/<int:matter_id>/attach/", matter.attach, name="attach"),
    path("matters/<int:matter_id>/unmask/", matter.unmask, name="unmask"),
    path("matters/<int:matter_id>/steps/<slug:act>/", steps.step, name="step"),
    path("files/<int:file_id>/", matter.file, name="file"),
    path("letters/<int:letter_id>/", letters.letter, name="letter"),
    path("letters/<int:letter_id>/serve/", letters.serve, name="serve"),
    path("letters/<int:letter_id>/letter.pdf", letters.letter_pdf, name="letter_pdf"),
    path("letters/<int:letter_id>/letter.docx", letters.letter_docx, name="letter_docx"),
    path("audit/", audit.audit, name="audit"),
    path("", include("huiyin.web.desk.filters.urls")),
    path("", include("huiyin.web.desk.batches.urls")),
    path("", include("huiyin.web.desk.intake.urls")),
    path("", include("huiyin.web.desk.papers.urls")),
    path("", include("huiyin.web.desk.search.urls")),
    path("", include("huiyin.web.desk.same.urls")),
    path("", include("huiyin.web.desk.topics.urls")),
    path("", include("huiyin.web.desk.learning.urls")),
    path("", include("huiyin.web.desk.hands.urls")),
    path("", include("huiyin.web.desk.registers.urls")),
    path("", include("huiyin.web.desk.reception.urls")),
    path("", include("huiyin.web.desk.exchange.urls")),
    path("", include("huiyin.web.desk.personal.urls")),
    path("", include("huiyin.web.desk.plain.urls")),
    path("keys/", keys.keys, name="keys"),
    path("components/", audit.components, name="components"),
]
