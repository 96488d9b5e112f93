"""Addresses of the answer sheet."""

from django.urls import path

from huiyin.web.desk.plain import sheet

urlpatterns = [
    path("matters/<int:matter_id>/sheet/", sheet.sheet, name="sheet"),
    path("matters/<int:matter_id>/sheet/sheet.pdf", sheet.sheet_pdf, name="sheet_pdf"),
    path("matters/<int:matter_id>/sheet/sheet.docx", sheet.sheet_docx, name="sheet_docx"),
]
