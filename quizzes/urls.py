from django.urls import path

from . import views

app_name = "quizzes"
urlpatterns = [
    # kuis/<kunci>/: a quiz that a page offers
    path("kuis/<slug:slug>/mulai/", views.start, name="start"),
    # kuis/<uuid>/: one attempt, seen by its owner only
    path("kuis/<uuid:public_id>/", views.paper, name="attempt"),
    path("kuis/<uuid:public_id>/jawaban/", views.answers, name="answers"),
    path("kuis/<uuid:public_id>/soal/<int:position>/", views.question, name="question"),
    path("kuis/<uuid:public_id>/soal/<int:position>/laporkan/", views.report, name="report"),
    path("kuis/<uuid:public_id>/periksa/", views.review, name="review"),
    path("kuis/<uuid:public_id>/kirim/", views.submit, name="submit"),
    path("kuis/<uuid:public_id>/mulai-ulang/", views.restart, name="restart"),
    path("kuis/<uuid:public_id>/hasil/", views.result, name="result"),
]
