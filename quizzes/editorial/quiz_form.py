"""The admin form of a quiz: its own questions, its rules, and whether each rule finds what it draws."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, Panel

from elearning.ui.panels import NamePanel, key_panel

from ..models import Opening
from ..pools import stocks


class QuizForm(WagtailAdminModelForm):
    """A quiz asks something, and says when it closes where something waits for that."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("explanations") == Opening.CLOSED and not cleaned.get("closes_at"):
            self.add_error("closes_at", "Isi kapan kuis ditutup, karena pembahasan dibuka sesudah itu.")
        if not any(self._kept(name) for name in ("quiz_questions", "draw_rules")):
            raise ValidationError("Pilih paling sedikit satu soal tetap, atau tambahkan satu aturan undian.")
        return cleaned

    def _kept(self, name: str) -> bool:
        formset = self.formsets.get(name)
        if formset is None:
            return False
        return any(form.has_changed() or form.instance.pk for form in formset.forms if not self._deleted(formset, form))

    @staticmethod
    def _deleted(formset: Any, form: Any) -> bool:
        return bool(formset.data.get(f"{form.prefix}-DELETE"))


class StockPanel(Panel):
    """«Aturan 2 hanya punya 3 soal yang cocok dari 5», as the bank is now."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "quizzes/admin/_stocks.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None and self.instance.draw_rules.exists()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "stocks": stocks(self.instance, at=timezone.now())}


def quiz_handler() -> ObjectList:
    return ObjectList(
        [
            NamePanel("title"),
            key_panel(),
            InlinePanel(
                "quiz_questions",
                label="Soal tetap",
                heading="Soal tetap",
                help_text="Selalu ditanyakan, dalam urutan ini bila tidak diacak.",
            ),
            MultiFieldPanel(
                [
                    StockPanel(),
                    InlinePanel(
                        "draw_rules",
                        label="Aturan undian",
                        panels=[
                            FieldPanel("count"),
                            FieldRowPanel([FieldPanel("topic"), FieldPanel("level")]),
                            FieldPanel("card"),
                        ],
                    ),
                ],
                heading="Soal undian",
                help_text=(
                    "Setiap aturan mengundi soal terbit yang memenuhi semua isiannya. Isi topik, tingkat, atau kartu. "
                    "Soal yang belum pernah ditemui seseorang diundi dahulu."
                ),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("pass_mark_percent"), FieldPanel("attempts_allowed")]),
                    FieldRowPanel([FieldPanel("counting"), FieldPanel("shuffle")]),
                ],
                heading="Penilaian",
                help_text=(
                    "Pengerjaan yang sudah dimulai tetap memakai soal dan batas lulus saat dimulai. "
                    "Uji dalam sosialisasi dikerjakan satu kali."
                ),
            ),
            MultiFieldPanel(
                [FieldPanel("time_limit_minutes"), FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")])],
                heading="Waktu (WIB)",
                help_text="Kosongkan yang tidak dibatasi. Belajar mandiri sebaiknya tanpa batas waktu.",
            ),
            MultiFieldPanel(
                [FieldPanel("explanations")],
                heading="Pembahasan",
                help_text="Pembahasan pre-test selalu menunggu post-test.",
            ),
        ],
        base_form_class=QuizForm,
    )
