"""Screens of a card that Wagtail has too, with what rests on it: taking it down, and its usage."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from wagtail.admin import messages
from wagtail.snippets.views.snippets import UnpublishView, UsageView

from .. import services, uses
from ..impact import impact_of_withdrawing


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Mengapa ditarik", max_length=600, widget=forms.Textarea({"rows": 3}),
        help_text="Peserta yang dulu belajar akan membacanya.",
        error_messages={"required": "Tulis mengapa kartu ini ditarik."},
    )  # fmt: skip
    effective_on = forms.DateField(
        label="Tidak berlaku sejak",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text="Kartu ditarik sekarang juga. Untuk hari yang akan datang, atur akhir tayangnya.",
    )

    def clean_effective_on(self):
        day = self.cleaned_data["effective_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Tanggal itu belum tiba. Pilih hari ini atau sebelumnya.", code="ahead")
        return day


class WithdrawView(UnpublishView):
    """Wagtail would only take the card down; here it is said why, and what rests on it reacts (ADR 0014)."""

    page_title = "Tarik kartu"
    template_name = "regulations/admin/card_withdraw.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = WithdrawForm(request.POST)
        if form.is_valid():
            try:
                services.withdraw(self.object, **form.cleaned_data, by=request.user, at=timezone.now())
            except services.CardRefused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"Kartu «{self.object}» ditarik.")
                return redirect(self.get_next_url())
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        form = WithdrawForm(initial={"effective_on": today})
        impact = impact_of_withdrawing([self.object.pk], since=today)
        return super().get_context_data(**{"form": form, "impact": impact, **kwargs})


class CardUsageView(UsageView):
    """Wagtail knows the pages that show the card; the rooms know everything that rests on it."""

    template_name = "regulations/admin/card_usage.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, tallies=uses.tallies([self.object.pk]))
