"""Our own screens of the question bank in the admin."""

from django.urls import path

from . import admin_screens

app_name = "quizzes_admin"
urlpatterns = [
    path("statistik-kuis/", admin_screens.statistics, name="statistics"),
    path("statistik-kuis/<int:quiz_pk>/<slug:mode>/", admin_screens.quiz_statistics, name="quiz_statistics"),
    path("statistik-soal/<int:question_pk>/", admin_screens.question_statistics, name="question_statistics"),
    path("periksa-soal/", admin_screens.health_cases, name="health_cases"),
    path("periksa-soal/<int:case_pk>/", admin_screens.health_case, name="health_case"),
]
