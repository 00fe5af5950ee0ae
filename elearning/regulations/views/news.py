"""L12 «Yang berubah»: a list, a page per change, and a feed. For everybody; nothing here knows who reads."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from elearning.lib.addresses import absolute
from elearning.lib.dates import plain_date

from .. import news
from ..models import Verdict
from ..readers import Reader, reader_of

ROWS = 20
WITHDRAWN = "tidak berlaku lagi"


@login_not_required
@require_safe
@vary_on_cookie
def change_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    page = Paginator(news.told_on(today), ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "changes": news.changes_of(list(page.object_list), reader_of(request), on=today),
        "canonical": absolute(reverse("regulations:changes")),
    }
    return render(request, "regulations/change_list.html", context)


@login_not_required
@require_safe
@vary_on_cookie
def change(request: HttpRequest, publication: str) -> HttpResponse:
    found = news.find(publication)
    if found is None:
        raise Http404
    today = timezone.localdate()
    shown = news.changes_of([found], reader_of(request), on=today)[0]
    return render(request, "regulations/change_detail.html", {"change": shown, "canonical": absolute(shown.url)})


@login_not_required
@require_safe
def change_feed(request: HttpRequest) -> HttpResponse:
    """Atom, for readers of news and for other sites of the province."""
    today = timezone.localdate()
    told = list(news.told_on(today)[:ROWS])
    feed = Atom1Feed(
        title="Netralitas ASN: yang berubah",
        link=absolute(reverse("regulations:changes")),
        feed_url=absolute(reverse("regulations:change_feed")),
        description="Aturan netralitas ASN yang berubah, dengan tanggal berlakunya.",
        language="id",
    )
    for shown in news.changes_of(told, Reader(), on=today):
        feed.add_item(
            title=shown.title,
            link=absolute(shown.url),
            unique_id=absolute(shown.url),
            description=_summary(shown),
            pubdate=shown.publication.published_at,
            updateddate=shown.publication.published_at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _summary(shown: news.Change) -> str:
    """«Sejak 1 Maret 2025. Dulu: boleh. Sekarang: tidak boleh. Putusan …»"""
    parts = [f"{'Mulai' if shown.is_ahead else 'Sejak'} {plain_date(shown.effective_on)}."]
    if shown.before and shown.after and not shown.verdict_changed:
        parts.append(f"Tetap: {_verdict(shown.after)}.")
    else:
        parts += [f"{shown.before_words}: {_verdict(shown.before)}.", f"{shown.after_words}: {_verdict(shown.after)}."]
    return " ".join([*parts, shown.why]).strip()


def _verdict(side: news.Side | None) -> str:
    return str(Verdict(side.verdict).label).lower() if side and side.verdict else WITHDRAWN
