"""What search engines may know: pages, published cards with their history, instruments and provisions they rest on."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from wagtail.contrib.sitemaps.sitemap_generator import Sitemap as PageSitemap

from elearning.regulations.models import Provision, Regulation, RuleCard


class CardSitemap(Sitemap):
    def items(self):
        return RuleCard.objects.published().only("slug", "last_published_at").order_by("slug")

    def lastmod(self, card: RuleCard) -> datetime | None:
        return card.last_published_at


class CardHistorySitemap(CardSitemap):
    def location(self, card: RuleCard) -> str:
        return reverse("regulations:card_history", args=[card.slug])


class RegulationSitemap(Sitemap):
    def items(self):
        return Regulation.objects.only("slug").order_by("slug")


class ProvisionSitemap(Sitemap):
    def items(self):
        return Provision.objects.select_related("regulation").order_by("regulation__slug", "position", "key")


class ListSitemap(Sitemap):
    def items(self) -> list[str]:
        return ["regulations:finder", "regulations:cards", "regulations:regulations", "regulations:changes"]

    def location(self, name: str) -> str:
        return reverse(name)


SITEMAPS = {
    "halaman": PageSitemap,
    "daftar": ListSitemap(),
    "kartu": CardSitemap(),
    "riwayat": CardHistorySitemap(),
    "peraturan": RegulationSitemap(),
    "pasal": ProvisionSitemap(),
}
