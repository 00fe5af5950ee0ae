"""/admin: one template, as its keepers change it, look at it before saving, compare its versions and retire it (ADR 0030)."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from elearning.people.models import OfficeRole, Unit, User

from .. import numbering, services, templating
from ..errors import CertificateError
from ..models import Certificate, Template, TemplateVersion
from ..permissions import can_keep_template, can_make_templates, can_share_templates
from ..printing import designs
from ..services.pictures import picture_bytes
from . import previewing
from .comparing import differences, in_words
from .forms import LINES, LOGOS, PICTURES, SIGNATORIES, PreviewForm, TemplateForm

ICON = "doc-full"
FIELD_OF = {
    "template_name_taken": "name",
    "design_unknown": "design",
    "mode_unknown": "signature_mode",
    "validity_refused": "validity_months",
}


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new template; ``?salin=3`` begins with the words of another one."""
    if not can_make_templates(request.user, on=timezone.localdate()):
        raise PermissionDenied
    version = _beginning(request)
    form = TemplateForm(*_typed(request), version=version, **_owners(request.user))
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = services.create_template(
                name=said["name"], unit=said["unit"], design=said["design"], content=form.content(),
                by=request.user, at=timezone.now(),
            )  # fmt: skip
        except CertificateError as error:
            form.add_error(FIELD_OF.get(error.code), str(error))
        else:
            messages.success(request, f"Templat «{made.template}» dibuat.")
            return redirect("certificate_template:detail", made.template_id)
    return _form_page(request, form, "Templat baru", preview_url=reverse("certificate_template:preview"))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Saving makes a version when something changed; papers there are keep theirs."""
    template = _seen(request.user, pk)
    if not can_keep_template(request.user, template, on=timezone.localdate()):
        raise PermissionDenied
    version = _newest(template)
    form = TemplateForm(*_typed(request), version=version)
    if form.is_valid():
        said = form.cleaned_data
        try:
            saved = services.save_template(
                template, name=said["name"], design=said["design"], content=form.content(), by=request.user,
                at=timezone.now(), after=said["edition"] or 0,
            )  # fmt: skip
        except CertificateError as error:
            form.add_error(FIELD_OF.get(error.code), str(error))
        else:
            words = f"Versi {saved.number} disimpan. Sertifikat yang sudah terbit tidak berubah."
            messages.success(request, words if saved.number != version.number else "Isinya tidak berubah.")
            return redirect("certificate_template:detail", pk)
    return _form_page(
        request, form, f"Ubah {template}", template=template,
        preview_url=f"{reverse('certificate_template:preview')}?templat={pk}",
    )  # fmt: skip


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What the template says, its versions and how many papers each has; ``?banding=1&dengan=3`` compares two."""
    template = _seen(request.user, pk)
    versions = list(
        template.versions.select_related("created_by").annotate(papers=Count("certificates")).order_by("-number")
    )
    if not versions:
        raise Http404
    by_number = {str(version.number): version for version in versions}
    shown = by_number.get(request.GET.get("versi", ""), versions[0])
    old = by_number.get(request.GET.get("banding", ""))
    said = in_words(shown.design, shown.content)
    changes = differences((old.design, old.content), (shown.design, shown.content)) if old else []
    wanted = {each.picture for each in (*said.values(), *(change.before for change in changes))} - {""}
    drawn = _as_addresses(picture_bytes(wanted))
    kept = can_keep_template(request.user, template, on=timezone.localdate())
    context: dict[str, Any] = {
        **_frame(str(template)),
        "template": template,
        "versions": versions,
        "version": shown,
        "said": [(label, each.shown(drawn)) for label, each in said.items() if each],
        "old": old,
        "changes": [change.shown(drawn) for change in changes],
        "may_change": kept,
        "may_retire": kept and template.slug != designs.BINGKAI,
        "may_copy": can_make_templates(request.user, on=timezone.localdate()),
        "papers": sum(version.papers for version in versions),
        "names": previewing.NAMES,
    }
    return render(request, "certificates/admin/template_detail.html", context)


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The form as it stands, unsaved, with the test names: a page, or with ``bagian`` one name for the panel beside the form."""
    form, unit = _unsaved(request)
    one = request.POST.get("bagian") == "1"
    context: dict[str, Any] = {"form": form, "papers": [], "refusal": "", "number": ""}
    if form.is_valid():
        content, on = form.content(), timezone.localdate()
        context["number"] = previewing.example_number(content["number_pattern"], unit, on)
        names = [previewing.name_of(request.POST.get("contoh", ""))] if one else previewing.NAMES
        try:
            context["papers"] = [(whom, previewing.picture_of(_sample(request, form, unit, whom))) for whom in names]
        except (CertificateError, OSError, ValueError) as error:
            context["refusal"] = _why_not(error)
    page = "_template_preview" if one else "template_preview"
    return render(request, f"certificates/admin/{page}.html", {**_frame("Pratinjau templat"), **context})


@require_POST
def sample(request: HttpRequest) -> HttpResponse:
    """«Buka PDF contoh»: the exact PDF of the unsaved form, marked CONTOH."""
    form, unit = _unsaved(request)
    refusal = ""
    if form.is_valid():
        try:
            pdf = _sample(request, form, unit, previewing.name_of(request.POST.get("contoh", "")))
        except (CertificateError, OSError, ValueError) as error:
            refusal = _why_not(error)
        else:
            return _pdf(pdf)
    context = {**_frame("Pratinjau templat"), "form": form, "papers": [], "refusal": refusal}
    return render(request, "certificates/admin/template_preview.html", context)


@require_safe
def version_sample(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The PDF of a stored version; ``?contoh=pendek`` with another test name."""
    template = _seen(request.user, pk)
    version = get_object_or_404(template.versions, number=number)
    content = templating.whole(version.content)
    try:
        pdf = previewing.sample(
            content, design=version.design, unit=template.unit, kind=next(iter(content["wording"])), drawn={},
            whom=previewing.name_of(request.GET.get("contoh", "")), on=timezone.localdate(),
        )  # fmt: skip
    except (CertificateError, OSError, ValueError) as error:
        messages.error(request, _why_not(error))
        return redirect("certificate_template:detail", pk)
    return _pdf(pdf)


@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """«Hentikan» and «Pakai lagi», each after a page that says what follows."""
    template = _seen(request.user, pk)
    if not can_keep_template(request.user, template, on=timezone.localdate()):
        raise PermissionDenied
    if request.method == "POST":
        try:
            if request.POST.get("keadaan") == "dipakai":
                services.resume_template(template, by=request.user)
                messages.success(request, f"Templat «{template}» dipakai lagi.")
            else:
                services.retire_template(template, by=request.user, at=timezone.now())
                messages.success(
                    request, f"Templat «{template}» tidak dipakai lagi. Sertifikat yang ada tetap berlaku."
                )
        except CertificateError as error:
            messages.error(request, str(error))
        return redirect("certificate_template:detail", pk)
    papers = Certificate.objects.filter(template_version__template=template).count()
    context = {**_frame(str(template)), "template": template, "papers": papers}
    return render(request, "certificates/admin/template_retire.html", context)


def _seen(user: User, pk: int) -> Template:
    """A template that the visitor may read; every other one is not found."""
    return get_object_or_404(Template.objects.seen_by(user, on=timezone.localdate()).select_related("unit"), pk=pk)


def _newest(template: Template) -> TemplateVersion:
    version = template.versions.select_related("template").order_by("-number").first()
    if version is None:
        raise Http404
    return version


def _beginning(request: HttpRequest) -> TemplateVersion:
    """The version whose words a new template begins with."""
    asked = request.GET.get("salin", "")
    if asked.isascii() and asked.isdecimal() and len(asked) < 10:
        version = _newest(_seen(request.user, int(asked)))
        version.template.name = f"Salinan {version.template.name}"[:120]
        return version
    return TemplateVersion(
        template=Template(name=""), number=0, design=designs.BINGKAI, content=designs.shipped_content()
    )


def _owners(user: User) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "units": Unit.objects.visible_to(user, on=today, roles=(OfficeRole.COMMITTEE,)),
        "may_share": can_share_templates(user),
    }


def _typed(request: HttpRequest) -> tuple:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _unsaved(request: HttpRequest) -> tuple[PreviewForm, Unit | None]:
    """The form as it was sent, and the unit whose name and code its sample shows."""
    today, asked = timezone.localdate(), request.GET.get("templat", "")
    if asked.isascii() and asked.isdecimal() and len(asked) < 10:
        template = _seen(request.user, int(asked))
        form = PreviewForm(request.POST, request.FILES, version=_newest(template))
        return form, template.unit
    if not can_make_templates(request.user, on=today):
        raise PermissionDenied
    form = PreviewForm(request.POST, request.FILES, version=_beginning(request), **_owners(request.user))
    form.is_valid()
    return form, form.cleaned_data.get("unit")


def _sample(request: HttpRequest, form: PreviewForm, unit: Unit | None, whom: previewing.TestName) -> bytes:
    content, kind = form.content(), request.POST.get("jenis", "")
    return previewing.sample(
        content, design=form.cleaned_data["design"], unit=unit, whom=whom, on=timezone.localdate(), drawn=form.drawn,
        kind=kind if kind in content["wording"] else next(iter(content["wording"])),
    )  # fmt: skip


def _why_not(error: Exception) -> str:
    if isinstance(error, CertificateError):
        return str(error)
    if isinstance(error, OSError):
        return "Mesin ini belum bisa membuat PDF. Isian Anda aman; simpan, lalu hubungi pengelola."
    return "Isinya tidak muat pada satu halaman. Persingkat kalimat, kop, atau jabatan penanda tangan."


def _example_of(form: TemplateForm, unit: Unit | None) -> str:
    """The number as the pattern in its field makes it, also without scripts; «» while the pattern is at fault."""
    pattern = templating.pattern_from_words(form["number_pattern"].value() or "")
    try:
        numbering.check_pattern(pattern)
    except numbering.PatternError:
        return ""
    return previewing.example_number(pattern, unit, timezone.localdate())


def _as_addresses(pictures: Mapping[str, bytes]) -> dict[str, str]:
    return {name: f"data:image/png;base64,{b64encode(png).decode()}" for name, png in pictures.items()}


def _pdf(pdf: bytes) -> HttpResponse:
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="Contoh sertifikat.pdf"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _frame(title: str) -> dict[str, Any]:
    """Context of Wagtail's frame around a screen of ours."""
    trail = ((reverse("wagtailadmin_home"), "Beranda"), (reverse("certificate_template:index"), "Templat sertifikat"))
    return {
        "page_title": title,
        "header_title": title,
        "header_icon": ICON,
        "breadcrumbs_items": [*({"url": url, "label": label} for url, label in trail), {"url": "", "label": title}],
    }


def _form_page(
    request: HttpRequest, form: TemplateForm, title: str, *, preview_url: str, template: Template | None = None
) -> HttpResponse:
    shown = _as_addresses(form.pictures_shown())

    def picture(name: str) -> dict[str, Any]:
        return {"field": form[name], "kept": form[f"{name}_kept"], "gone": form[f"{name}_gone"], "src": shown.get(name)}

    context: dict[str, Any] = {
        **_frame(title),
        "form": form,
        "template": template,
        "sentences": [form[f"wording_{kind}"] for kind in Certificate.Kind.values],
        "lines": [form[f"line_{number}"] for number in LINES],
        "logos": [picture(f"logo_{number}") for number in LOGOS],
        "signatories": [
            (number, form[f"name_{number}"], form[f"title_{number}"], picture(f"signatory_{number}"))
            for number in SIGNATORIES
        ],
        "unit": form["unit"] if "unit" in form.fields else None,
        "placeholders": [(f"{{{words}}}", meaning) for words, meaning in templating.PLACEHOLDERS.values()],
        "number_parts": [
            ("{nomor:3}", "nomor urut dalam setahun, tiga angka"),
            *(
                (f"{{{templating.PATTERN_WORDS[name]}}}", meaning)
                for name, meaning in numbering.PLACEHOLDERS.items()
                if name != "seq"
            ),
        ],
        "number_example": _example_of(form, template.unit if template else None),
        "names": previewing.NAMES,
        "kinds": Certificate.Kind.choices,
        "preview_url": preview_url,
        "sample_url": preview_url.replace(
            reverse("certificate_template:preview"), reverse("certificate_template:sample")
        ),
        "has_pictures": any(form[f"{name}_kept"].value() for name in PICTURES),
    }
    return render(request, "certificates/admin/template_form.html", context)
