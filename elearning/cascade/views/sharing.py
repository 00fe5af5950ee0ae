"""C3: the link, its texts and the kit (experience.md §7)."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from elearning.distribution import services as distribution
from elearning.distribution.editions import current_edition
from elearning.distribution.models import CascadeNode, Handout, KitFile
from elearning.distribution.sharing import RuleNews, Sharing, new_rules, texts, whatsapp_url
from elearning.lib import dates
from elearning.lib.addresses import absolute
from elearning.people.models import Unit
from elearning.regulations.news import fresh_rules
from elearning.ui.context import identity_of

from .. import staff as reads
from ..forms import OpenHandoutForm
from ..kit import services as kits
from ..kit import shelf, words
from ..kit.making import PRODUCTS
from .frame import address, frame, head_only, office_of, staff_on, unit_of

# What tells files of one thing apart.
SHORT: Mapping[str, str] = {
    KitFile.Kind.POSTER_A4: "Unduh A4",
    KitFile.Kind.POSTER_A3: "Unduh A3",
    KitFile.Kind.SLIDES: "Unduh dengan catatan pembicara",
    KitFile.Kind.SLIDES_PDF: "Unduh untuk ditayangkan",
}
# What to tell whoever stands at the printer or the photocopier.
PRINTING: Mapping[str, str] = {
    KitFile.Kind.POSTER_A4: "Satu lembar A4, hitam putih cukup.",
    KitFile.Kind.POSTER_A3: "Satu lembar A3. Tempat fotokopi bisa mencetaknya.",
    KitFile.Kind.LEAFLET: "Satu lembar A4, dua sisi. Pilih «cetak bolak-balik», balik di sisi panjang.",
    KitFile.Kind.SPEECH: "Satu lembar A4.",
}


def _link_of(unit: Unit) -> Handout | None:
    node = reads.current_node(unit)
    return reads.link_of(node) if node else None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@head_only
def sharing(request: HttpRequest) -> HttpResponse:
    """C3: a link, its texts, and the kit. Before there is a link, the choice of a course."""
    unit = unit_of(request)
    handout = _link_of(unit)
    if handout is None:
        return _open_link(request, unit)
    if request.method == "POST":
        return redirect(address(request, "sharing", unit))
    turnout = staff_on(request, handout.node).turnout(handout.node.staff_target)
    written = {**texts(_sharing(request, handout, turnout)), **_news_text(request, handout, turnout)}
    now = timezone.now()
    edition, kit = kits.prepare(handout, at=now)
    today = dates.local_day(now, unit.time_zone)
    shown = shelf.shelf_of(handout.node, edition, at=now)
    for file in shown.files:
        file.address = address(request, "kit_file", unit, file.kind)
        file.preview_address = address(request, "print_preview", unit, file.kind) if file.pages else ""
        file.short = SHORT.get(file.kind, "")
    return render(
        request,
        "cascade/sharing.html",
        {
            **frame(request, unit),
            "handout": handout,
            "link": _link(handout),
            "texts": [
                {"name": name, "text": text, "whatsapp_url": whatsapp_url(text)} for name, text in written.items()
            ],
            "shelf": shown,
            "cards": shown.cards(),
            "reprint": shelf.reprint_of(handout.node, edition, today=today),
            "spoken": words.speech(kit),
        },
    )


def _open_link(request: HttpRequest, unit: Unit) -> HttpResponse:
    courses = reads.shareable_courses()
    today = dates.local_day(timezone.now(), unit.time_zone)
    form = OpenHandoutForm(request.POST or None, courses=courses, today=today, initial={"course": courses.first()})
    if form.is_valid():
        now = timezone.now()
        node = distribution.open_node(
            unit, **form.cleaned_data, opening=CascadeNode.Opening.BY_HAND, by=request.user, at=now
        )
        distribution.open_handout(node, shared_by=office_of(request, unit), by=request.user, at=now)
        return redirect(address(request, "sharing", unit))
    return render(request, "cascade/link_open.html", {**frame(request, unit), "form": form})


def _link(handout: Handout) -> str:
    """Without a closing slash: it is printed, and read aloud."""
    return absolute(f"/b/{handout.code}")


def _sharing(request: HttpRequest, handout: Handout, turnout: reads.Turnout) -> Sharing:
    return Sharing(
        unit=handout.unit.name,
        shared_by=handout.shared_by,
        organiser=identity_of(request).organiser,
        url=_link(handout),
        minutes=handout.course.duration_minutes,
        due_on=handout.node.due_on,
        finished=turnout.finished,
        target=handout.node.staff_target,
    )


def _news_text(request: HttpRequest, handout: Handout, turnout: reads.Turnout) -> dict[str, str]:
    """«Ada aturan baru», while there is something new."""
    today = dates.local_day(timezone.now(), handout.unit.time_zone)
    news = [RuleNews(title, day) for _, title, day in fresh_rules(today)]
    if not news:
        return {}
    url = absolute(reverse("regulations:changes"))
    return {"Ada aturan baru": new_rules(_sharing(request, handout, turnout), news, url=url)}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@head_only
def replace_link(request: HttpRequest) -> HttpResponse:
    """A page that says what will happen; the press ends the old code."""
    unit = unit_of(request)
    handout = _link_of(unit)
    if handout is None:
        return redirect(address(request, "sharing", unit))
    if request.method == "POST":
        distribution.replace_link(handout, shared_by=office_of(request, unit), by=request.user, at=timezone.now())
        messages.success(request, "Tautan baru siap. Tautan lama hanya membuka materi.")
        return redirect(address(request, "sharing", unit))
    return render(
        request,
        "components/confirm.html",
        {
            "title": f"Ganti tautan {handout.code}?",
            "consequence": "Tautan lama tetap membuka materi, tetapi tidak lagi mencatat pegawai Anda. "
            "Selebaran lama perlu dicetak ulang.",
            "action": "Ganti tautan",
            "back_url": address(request, "sharing", unit),
        },
    )


@require_safe
@head_only
def kit_file(request: HttpRequest, kind: str) -> HttpResponse:
    """A file of this unit's kit, of the edition in force. Of another unit, or of an old edition, there is none."""
    unit, file = _file(request, kind)
    product = PRODUCTS[kind]
    name = f"{kind}-{slugify(unit.name)}-versi-{file.edition.number}.{product.suffix}"
    try:
        opened = file.file.open("rb")
    except FileNotFoundError:
        kits.make_again(file)
        messages.info(request, "Berkas ini hilang dari penyimpanan dan sedang dibuat lagi. Tunggu sebentar.")
        return redirect(address(request, "sharing", unit))
    is_shown = product.suffix == "pdf"
    return FileResponse(opened, as_attachment=not is_shown, filename=name, content_type=product.mime)


@never_cache
@require_safe
@head_only
def print_preview(request: HttpRequest, kind: str) -> HttpResponse:
    """The pages as they will come out of the printer, before any paper is spent."""
    unit, file = _file(request, kind)
    if not file.pages:
        raise Http404
    height = 563 if kind == KitFile.Kind.SLIDES_PDF else 1414  # a slide, or a sheet of A
    context = {"file": file, "pages": range(1, file.pages + 1), "height": height, "advice": PRINTING.get(kind, "")}
    return render(request, "cascade/print_preview.html", {**frame(request, unit), **context})


@require_safe
@head_only
def page_picture(request: HttpRequest, kind: str, position: int) -> HttpResponse:
    """One page as PNG, also for phones that show no PDF."""
    _, file = _file(request, kind)
    if not 1 <= position <= file.pages:
        raise Http404
    try:
        png = shelf.page_png(file, position)
    except FileNotFoundError as error:
        raise Http404 from error
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": "private, max-age=3600"})


@require_POST
@head_only
def make_again(request: HttpRequest) -> HttpResponse:
    """«Ulangi yang gagal»."""
    unit = unit_of(request)
    node = reads.current_node(unit)
    if node is None:
        raise Http404
    kits.try_again(node)
    messages.success(request, "Berkas yang gagal dibuat lagi.")
    return redirect(address(request, "sharing", unit))


def _file(request: HttpRequest, kind: str) -> tuple[Unit, KitFile]:
    unit = unit_of(request)
    node = reads.current_node(unit)
    file = shelf.file_of(node, current_edition(node.course), kind) if node else None
    if file is None:
        raise Http404
    return unit, file
