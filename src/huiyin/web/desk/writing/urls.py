"""Addresses of what stands around the letter editor."""

from django.urls import path

from huiyin.web.desk.writing import checks, proof, versions

urlpatterns = [
    path("letters/<int:letter_id>/checks/", checks.checks, name="letter_checks"),
    path("letters/<int:letter_id>/versions/", versions.versions, name="letter_versions"),
    path("letters/<int:letter_id>/proof/", proof.add, name="letter_proof"),
    path("letters/<int:letter_id>/proof.pdf", proof.form_pdf, name="proof_pdf"),
    path("letters/<int:letter_id>/proof.docx", proof.form_docx, name="proof_docx"),
]
