"""Addresses of the exchange with other systems, under the desk."""

from django.urls import path

from huiyin.web.desk.exchange import connected, files, lists

urlpatterns = [
    path("exchange/", lists.exchange, name="exchange"),
    path("exchange/<slug:code>/", files.system, name="exchange_system"),
    path("exchange/<slug:code>/export/", files.export, name="exchange_export"),
    path("exchange/<slug:code>/batches/<int:number>/", files.delivered, name="exchange_delivered"),
    path("exchange/<slug:code>/batches/<int:number>/<slug:form>/", files.download, name="exchange_download"),
    path("exchange/<slug:code>/waiting/<int:link_id>/", files.decide, name="exchange_decide"),
    path("exchange/<slug:code>/differences/", lists.differences, name="exchange_differences"),
    path("exchange/<slug:code>/differences/<int:difference_id>/", lists.close, name="exchange_close"),
    path("systems/", connected.systems, name="systems"),
    path("systems/<slug:code>/", connected.system, name="system"),
]
