"""Photos and papers of a report: made small, counted, stored where only a view hands them out (ADR 0028)."""

from __future__ import annotations

import hashlib
import io
from datetime import datetime

import pikepdf
from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.log_actions import log

from elearning.people.models import User

from .. import reporting
from ..errors import ReportError
from ..models import ReportAttachment, ReportPhoto, TrainingSession
from .sessions import locked

MOST_PHOTOS, MOST_ATTACHMENTS = 12, 20
MAX_UPLOAD_MB = 15
MAX_UPLOAD_BYTES = MAX_UPLOAD_MB * 1_000_000
MAX_SCAN_BYTES = 1_000_000  # a signed list must stay readable


def add_photo(
    session: TrainingSession, content: bytes, *, file_name: str, by: User, at: datetime, caption: str = ""
) -> ReportPhoto:
    """One more photo, at most 300 KB and without place, time and camera; the same file twice is one photo.

    Raises ReportError: file_empty, file_too_large, photo_unreadable, photo_too_many_pixels, too_many_photos.
    """
    _refuse_size(content, file_name)
    source = hashlib.sha256(content).hexdigest()
    picture = reporting.shrunk(content, file=file_name)  # before the lock: desks are waiting for it too
    with transaction.atomic():
        session = locked(session)
        if known := session.report_photos.filter(source_sha256=source).first():
            return known
        if session.report_photos.count() >= MOST_PHOTOS:
            raise ReportError("too_many_photos", most=MOST_PHOTOS, file=file_name)
        photo = ReportPhoto(
            session=session,
            source_sha256=source,
            sha256=hashlib.sha256(picture.content).hexdigest(),
            size=len(picture.content),
            width=picture.width,
            height=picture.height,
            caption=reporting.printable(caption).strip(),
            added_by=by,
            added_at=at,
        )
        photo.file.save("foto.jpg", ContentFile(picture.content), save=False)
        photo.save()
        log(session, "training.report.add_photo", user=by)
    return photo


def caption_photo(photo: ReportPhoto, caption: str) -> ReportPhoto:
    photo.caption = reporting.printable(caption).strip()
    photo.save(update_fields=["caption"])
    return photo


def add_attachment(
    session: TrainingSession, content: bytes, *, file_name: str, kind: str, title: str, by: User, at: datetime
) -> ReportAttachment:
    """A PDF as it came, or a picture made smaller; the same file twice is one attachment.

    Raises ReportError: file_empty, file_too_large, attachment_locked, attachment_unreadable, too_many_attachments.
    """
    _refuse_size(content, file_name)
    source = hashlib.sha256(content).hexdigest()
    kept, extension, pages = _readable(content, file_name)
    with transaction.atomic():
        session = locked(session)
        if known := session.report_attachments.filter(source_sha256=source).first():
            return known
        if session.report_attachments.count() >= MOST_ATTACHMENTS:
            raise ReportError("too_many_attachments", most=MOST_ATTACHMENTS)
        made = ReportAttachment(
            session=session,
            kind=kind,
            title=reporting.printable(title).strip(),
            extension=extension,
            source_sha256=source,
            sha256=hashlib.sha256(kept).hexdigest(),
            size=len(kept),
            pages=pages,
            added_by=by,
            added_at=at,
        )
        made.file.save(f"lampiran.{extension}", ContentFile(kept), save=False)
        made.save()
        log(session, "training.report.add_attachment", user=by, data={"kind": kind})
    return made


@transaction.atomic
def remove(found: ReportPhoto | ReportAttachment, *, by: User) -> None:
    """Away with it, bytes and all. Reports that were made before keep what they were handed out with."""
    storage, name = found.file.storage, found.file.name
    action = "remove_photo" if isinstance(found, ReportPhoto) else "remove_attachment"
    log(found.session, f"training.report.{action}", user=by)
    found.delete()
    transaction.on_commit(lambda: storage.delete(name))


def _refuse_size(content: bytes, file_name: str) -> None:
    if not content:
        raise ReportError("file_empty", file=file_name)
    if len(content) > MAX_UPLOAD_BYTES:
        raise ReportError("file_too_large", file=file_name, most=MAX_UPLOAD_MB)


def _readable(content: bytes, file_name: str) -> tuple[bytes, str, int]:
    """What is kept, its extension and its pages; what a file is is seen by its content, not by its name."""
    if b"%PDF-" in content[:1024]:
        try:
            with pikepdf.open(io.BytesIO(content)) as opened:
                pages = len(opened.pages)
        except pikepdf.PasswordError as error:
            raise ReportError("attachment_locked", file=file_name) from error
        except Exception as error:
            raise ReportError("attachment_unreadable", file=file_name) from error
        if not 0 < pages < 10_000:
            raise ReportError("attachment_unreadable", file=file_name)
        return content, "pdf", pages
    try:
        return reporting.shrunk(content, file=file_name, most_bytes=MAX_SCAN_BYTES).content, "jpg", 1
    except ReportError as error:
        if error.code == "photo_too_many_pixels":
            raise
        raise ReportError("attachment_unreadable", file=file_name) from error
