"""Templates: found for a claim, written as versions, retired. No issued byte is touched (ADR 0030)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from wagtail.log_actions import log

from elearning.people.models import Unit, User

from .. import numbering, templating
from ..claims import CertificateClaim
from ..errors import CertificateError
from ..models import Certificate, KeptPicture, Template, TemplateVersion
from ..printing import designs
from .texts import (
    LONGEST_LETTERHEAD_LINE,
    LONGEST_SIGNATORY,
    MOST_LETTERHEAD_LINES,
    MOST_LOGOS,
    MOST_SIGNATORIES,
    require_characters,
)


def default_template(at: datetime) -> TemplateVersion:
    """The newest version of the shipped design; made on first use. Safe to call at any time and by many at once."""
    return newest_of(designs.BINGKAI) or _install(designs.BINGKAI, at)


def install_templates(at: datetime) -> None:
    """One template for each shipped design; those that exist stay as they are."""
    for slug in designs.DESIGNS:
        if newest_of(slug) is None:
            _install(slug, at)


def newest_of(slug: str) -> TemplateVersion | None:
    return TemplateVersion.objects.filter(template__slug=slug).select_related("template").order_by("-number").first()


def templates_for(claims: Iterable[CertificateClaim], *, unit: Unit, at: datetime) -> dict[str, TemplateVersion]:
    """By slug, the newest version of every template that these claims of ``unit`` name; one query beside the default's.

    Raises CertificateError: template_unknown (also for one of another unit), template_retired.
    """
    named = {claim.template for claim in claims}
    rows = TemplateVersion.objects.filter(template__slug__in=named - {""}).select_related("template").order_by("number")
    found = {row.template.slug: row for row in rows} if named - {""} else {}
    for slug in named - {""}:
        if slug not in found and slug in designs.DESIGNS:
            found[slug] = _install(slug, at)
        if slug not in found or not is_offered(found[slug].template, unit):
            raise CertificateError("template_unknown")
        if found[slug].template.retired_at:
            raise CertificateError("template_retired", name=found[slug].template.name)
    return found | ({"": default_template(at)} if "" in named else {})


def is_offered(template: Template, unit: Unit) -> bool:
    """Whether papers of ``unit`` may be printed on it: shared, its own, or of a unit above it."""
    owner = template.unit
    return owner is None or unit.path.startswith(owner.path)


@transaction.atomic
def create_template(
    *, name: str, unit: Unit | None, design: str, content: Mapping[str, Any], by: User, at: datetime
) -> TemplateVersion:
    """A new template with its first version.

    Raises CertificateError: template_name_taken (also for a button pressed twice), and those of ``check_content``.
    """
    content = check_content(design, content)
    if Template.objects.filter(unit=unit, name=name, retired_at=None).exists():
        raise CertificateError("template_name_taken", name=name)
    try:
        with transaction.atomic():
            template = Template.objects.create(slug=_free_slug(name), name=name, unit=unit)
    except IntegrityError as error:  # two at once: the unique key lets one of them through
        raise CertificateError("template_name_taken", name=name) from error
    version = _append(template, 1, design, content, by=by, at=at)
    log(template, "certificates.template.create", user=by)
    return version


@transaction.atomic
def save_template(
    template: Template, *, name: str, design: str, content: Mapping[str, Any], by: User, at: datetime, after: int
) -> TemplateVersion:
    """The content as the newest version: a new one when something changed, else the one there is.

    ``after``: the version that was being edited; a newer one is never overwritten unseen.

    Raises CertificateError: template_changed, and those of ``check_content``.
    """
    content = check_content(design, content)
    row = Template.objects.select_for_update().get(pk=template.pk)
    newest = row.versions.order_by("-number").first()
    if newest is None or newest.number != after:
        raise CertificateError("template_changed")
    if row.name != name:
        row.name = name
        row.save(update_fields=["name"])
        log(row, "certificates.template.rename", user=by)
    if (newest.design, templating.whole(newest.content)) == (design, content):
        return newest
    version = _append(row, newest.number + 1, design, content, by=by, at=at)
    log(row, "certificates.template.version", user=by, data={"number": version.number})
    return version


@transaction.atomic
def retire_template(template: Template, *, by: User, at: datetime) -> Template:
    """No further paper is printed on it; the papers there are stay as they are. Retiring twice is once.

    Raises CertificateError: template_shipped.
    """
    if template.slug == designs.BINGKAI:
        raise CertificateError("template_shipped")
    if Template.objects.filter(pk=template.pk, retired_at=None).update(retired_at=at):
        log(template, "certificates.template.retire", user=by)
    template.refresh_from_db(fields=["retired_at"])
    return template


@transaction.atomic
def resume_template(template: Template, *, by: User) -> Template:
    """A retired template is offered again."""
    if Template.objects.filter(pk=template.pk, retired_at__isnull=False).update(retired_at=None):
        log(template, "certificates.template.resume", user=by)
    template.refresh_from_db(fields=["retired_at"])
    return template


def check_content(design: str, content: Mapping[str, Any], *, drawn: Collection[str] = ()) -> templating.Content:
    """``content`` whole, or the reason why no paper could be printed from it. ``drawn``: pictures that are known otherwise.

    Raises CertificateError: design_unknown, mode_unknown, wording_missing, kind_unknown, those of
    ``templating.check_sentence``, pattern_*, validity_refused, too_many_parts, text_too_long, character_missing,
    picture_missing.
    """
    content = templating.whole(content)
    if design not in designs.DESIGNS:
        raise CertificateError("design_unknown")
    if content["signature_mode"] not in templating.MODES:
        raise CertificateError("mode_unknown")
    check_wording(content["wording"])
    check_number_pattern(content["number_pattern"])
    if not 0 <= content["validity_months"] <= templating.MOST_MONTHS:
        raise CertificateError("validity_refused", most=templating.MOST_MONTHS)
    _check_parts(content, drawn)
    return content


def check_wording(wording: Mapping[str, str]) -> None:
    if not wording:
        raise CertificateError("wording_missing")
    for kind, sentence in wording.items():
        if kind not in Certificate.Kind.values:
            raise CertificateError("kind_unknown", kind=kind)
        templating.check_sentence(sentence)
        require_characters(sentence)


def check_number_pattern(pattern: str) -> None:
    try:
        numbering.check_pattern(pattern)
    except numbering.PatternError as error:
        raise CertificateError(f"pattern_{error.code}") from error
    require_characters(pattern)


def _check_parts(content: Mapping[str, Any], drawn: Collection[str]) -> None:
    lines, logos = content["letterhead"]["lines"], content["letterhead"]["logos"]
    signatories = content["signatories"]
    for parts, most, words in (
        (signatories, MOST_SIGNATORIES, "penanda tangan"),
        (lines, MOST_LETTERHEAD_LINES, "baris kop"),
        (logos, MOST_LOGOS, "logo"),
    ):
        if len(parts) > most:
            raise CertificateError("too_many_parts", most=most, parts=words)
    texts = [(line, LONGEST_LETTERHEAD_LINE) for line in lines]
    texts += [(each[key], limit) for each in signatories for key, limit in LONGEST_SIGNATORY.items()]
    for text, limit in texts:
        if len(text) > limit:
            raise CertificateError("text_too_long", text=text, limit=limit)
        require_characters(text)
    _require_pictures({*logos, *(each["picture"] for each in signatories)} - {"", *drawn})


def _require_pictures(wanted: Collection[str]) -> None:
    if wanted and KeptPicture.objects.filter(sha256__in=wanted).count() < len(wanted):
        raise CertificateError("picture_missing")


def _append(
    template: Template, number: int, design: str, content: Mapping[str, Any], *, by: User | None, at: datetime
) -> TemplateVersion:
    return TemplateVersion.objects.create(
        template=template, number=number, design=design, content=content, created_at=at, created_by=by
    )


def _install(slug: str, at: datetime) -> TemplateVersion:
    template, _ = Template.objects.get_or_create(slug=slug, defaults={"name": designs.DESIGNS[slug]})
    version, _ = TemplateVersion.objects.get_or_create(
        template=template,
        number=1,
        defaults={"design": slug, "content": designs.shipped_content(), "created_at": at},
    )
    return version


def _free_slug(name: str) -> str:
    """The name as a key that no template has; also when two are made at once the unique column has the last word."""
    stem = slugify(name)[:50] or "templat"
    taken = set(Template.objects.filter(slug__startswith=stem).values_list("slug", flat=True)) | set(designs.DESIGNS)
    return next(slug for slug in (stem, *(f"{stem}-{number}" for number in range(2, 10_000))) if slug not in taken)
