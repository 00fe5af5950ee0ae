"""Our own screens of the question bank in the admin."""

from django.urls import path

from ..exchange import views as exchange
from . import more_time, views

app_name = "quizzes_admin"
urlpatterns = [
    path("statistik-kuis/", views.statistics, name="statistics"),
    path("statistik-kuis/<int:quiz_pk>/<slug:mode>/", views.quiz_statistics, name="quiz_statistics"),
    path("statistik-soal/<int:question_pk>/", views.question_statistics, name="question_statistics"),
    path("periksa-soal/", views.health_cases, name="health_cases"),
    path("periksa-soal/<int:case_pk>/", views.health_case, name="health_case"),
    path("tambahan-waktu/", more_time.search, name="more_time"),
    path("tambahan-waktu/<uuid:attempt_id>/", more_time.give, name="more_time_give"),
    path("impor-soal/", exchange.imports, name="imports"),
    path("impor-soal/<uuid:public_id>/", exchange.import_detail, name="import"),
    path("impor-soal/<uuid:public_id>/simpan/", exchange.apply_import, name="import_apply"),
    path("impor-soal/<uuid:public_id>/batalkan/", exchange.undo_import, name="import_undo"),
    path("ekspor-soal/", exchange.export, name="export"),
]
