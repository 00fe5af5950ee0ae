"""Photos of the signed sheet, kept beside what was recorded from it (ADR 0025)."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from elearning.people.models import User

from ..errors import PaperError
from ..models import SessionDay, SheetPhoto
from ..reporting.pictures import shrunk

MOST_PHOTOS = 60
MAX_PHOTO = 700_000  # a page of twenty signatures stays legible


@transaction.atomic
def add_sheet_photo(day: SessionDay, content: bytes, *, file: str, by: User, at: datetime) -> SheetPhoto:
    """Keep a photo of the signed sheet, drawn anew from its pixels: no place, no time, no camera. Twice is once.

    Raises PaperError: too_many_photos; ReportError: photo_unreadable, photo_too_many_pixels.
    """
    mark = hashlib.sha256(content).hexdigest()
    kept = day.sheet_photos.filter(sha256=mark).first()
    if kept:
        return kept
    if day.sheet_photos.count() >= MOST_PHOTOS:
        raise PaperError("too_many_photos", count=MOST_PHOTOS)
    picture = shrunk(content, file=file, most_bytes=MAX_PHOTO)
    photo = SheetPhoto(day=day, sha256=mark, size=len(picture.content), uploaded_at=at, uploaded_by=by)
    try:
        with transaction.atomic():
            photo.file.save("foto.jpg", ContentFile(picture.content), save=False)
            photo.save()
    except IntegrityError:  # the same photo, a moment earlier
        photo.file.delete(save=False)
        return day.sheet_photos.get(sha256=mark)
    log(day.session, "training.sheet_photo.add", user=by, data={"day": str(day.date)})
    return photo


@transaction.atomic
def remove_sheet_photo(photo: SheetPhoto, *, by: User) -> None:
    """A photo of something else is taken away for good, and that it was there is remembered."""
    storage, name = photo.file.storage, photo.file.name
    log(photo.day.session, "training.sheet_photo.remove", user=by, data={"day": str(photo.day.date)})
    photo.delete()
    transaction.on_commit(lambda: storage.delete(name))
