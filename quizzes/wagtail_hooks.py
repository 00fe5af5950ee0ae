"""Registers what this room brings to the admin; what it is stands in viewsets.py."""

from django.http import HttpRequest
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.images import get_image_model
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy

from elearning.people.permissions import KeptPolicy

from .editorial.keeping_pictures import PicturePolicy
from .models import KeyCorrection, Question, QuestionReport, Quiz
from .permissions import LedgerPolicy, ReportPolicy, can_read_health, can_read_statistics

register_permission_policy(Question, KeptPolicy(Question))
register_permission_policy(Quiz, KeptPolicy(Quiz))
register_permission_policy(KeyCorrection, LedgerPolicy(KeyCorrection))
register_permission_policy(QuestionReport, ReportPolicy(QuestionReport))
register_permission_policy(
    get_image_model(),
    PicturePolicy(get_image_model(), auth_model="wagtailimages.Image", owner_field_name="uploaded_by_user"),
    exact_class=True,
)


@hooks.register("register_admin_viewset")
def viewsets() -> list:
    from .viewsets import QuizGroup, question_chooser

    return [question_chooser, QuizGroup()]


@hooks.register("register_admin_urls")
def admin_urls() -> list:
    return [path("", include("quizzes.editorial.urls"))]


class StatisticsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_read_statistics(request.user)


class HealthMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_read_health(request.user)


@hooks.register("register_admin_menu_item")
def health_menu_item() -> MenuItem:
    address = reverse("quizzes_admin:health_cases")
    return HealthMenuItem("Periksa soal", address, name="question-health", icon_name="warning", order=221)


@hooks.register("register_admin_menu_item")
def statistics_menu_item() -> MenuItem:
    address = reverse("quizzes_admin:statistics")
    return StatisticsMenuItem("Statistik kuis", address, name="quiz-statistics", icon_name="list-ol", order=222)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("quizzes.question.version", "Terbitkan versi soal", "Versi baru soal diterbitkan")
    actions.register_action("quizzes.question.hold", "Tahan soal", "Soal ditahan sampai kunci diperiksa")
    actions.register_action("quizzes.question.release", "Lepas soal", "Soal tidak ditahan lagi")
    actions.register_action("quizzes.question.correction", "Koreksi nilai", "Nilai dikoreksi dengan kunci yang baru")
    actions.register_action("quizzes.quiz.extend", "Tambah waktu", "Seorang peserta mendapat tambahan waktu")
    actions.register_action("quizzes.import.apply", "Simpan impor soal", "Soal dari berkas disimpan sebagai draf")
    actions.register_action("quizzes.import.undo", "Batalkan impor soal", "Impor soal dibatalkan")
    actions.register_action("quizzes.question.status", "Ubah status soal", "Status soal diubah")
    actions.register_action("quizzes.question.health", "Putuskan soal", "Soal yang perlu diperiksa diputuskan")
