"""What is asked before a text is sent for review or published: the neutrality tick and an hour that is still to come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.forms import DeclarativeFieldsMetaclass
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.log_actions import log
from wagtail.models import RevisionMixin

TICK = "Gambar dan contoh: tanpa pose jari, warna/atribut partai, nama atau nomor calon"
NOT_TICKED = "Periksa gambar dan contohnya, lalu centang. Tanpa itu naskah tidak dapat dikirim."
PAST = "Waktu terbit ini sudah lewat. Pilih waktu yang akan datang, atau kosongkan untuk terbit begitu disetujui."
SENDING = ("action-submit", "action-publish", "action-restart-workflow")  # the buttons of Wagtail's editing screens


if TYPE_CHECKING:
    Mixin = forms.BaseForm
else:
    Mixin = object  # joins Wagtail's forms of cards and of pages


class ScheduleForm(Mixin):
    """Hours are typed in the zone of the site. One that has passed would go out at once, which is not what was asked for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, meaning in (("go_live_at", "terbit begitu disetujui"), ("expire_at", "tayang terus")):
            if name in self.fields:
                self.fields[name].help_text = f"Waktu {timezone.localtime().tzname()}. Kosongkan untuk {meaning}."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        hour = cleaned.get("go_live_at")
        # What went out at its hour still carries it; only an hour that somebody has just typed is refused.
        if hour and "go_live_at" in self.changed_data and hour <= timezone.now():
            self.add_error("go_live_at", forms.ValidationError(PAST, code="schedule_past"))
        return cleaned


class Tick(forms.BooleanField):
    """Ticking is no change of the text."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class TickForm(Mixin, metaclass=DeclarativeFieldsMetaclass):
    """Asked of whoever sends or publishes, each time anew; a draft needs no tick. Not stored: the history keeps it."""

    neutral = Tick(label=TICK, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if is_sent(self.data) and not cleaned.get("neutral"):
            self.add_error("neutral", forms.ValidationError(NOT_TICKED, code="tick_missing"))
        return cleaned


class TickPanel(MultiFieldPanel):
    """The tick with its words beside it; a lone panel would show its heading in their place."""

    def __init__(self, **kwargs: Any) -> None:
        given = {"children": [FieldPanel("neutral")], "heading": "Sebelum dikirim atau diterbitkan"}
        super().__init__(**{**given, **kwargs})


class CardSendingForm(ScheduleForm, TickForm, WagtailAdminModelForm):
    pass


class PageScheduleForm(ScheduleForm, WagtailAdminPageForm):
    pass


class PageSendingForm(ScheduleForm, TickForm, WagtailAdminPageForm):
    pass


def is_sent(posted: Any) -> bool:
    return any(button in posted for button in SENDING)


def remember_tick(request: HttpRequest, instance: RevisionMixin) -> None:
    """Wagtail calls this when the text was stored and sent; the form has seen the tick by then."""
    if request.POST.get("neutral") and is_sent(request.POST):
        revision = instance.get_latest_revision()
        log(instance, "regulations.neutrality.confirm", user=request.user, revision=revision, data={"tick": TICK})
