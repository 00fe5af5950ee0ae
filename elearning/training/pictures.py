"""A picture taken in on the form itself: committee members need no key to the library of images (ADR 0036).

What was taken in travels in the form as a signed name, so that a form sent back for another mistake keeps its pictures
and nobody reaches a picture of others by its hash, which papers publish.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from certificates.models import KeptPicture
from certificates.services import CertificateError
from certificates.services.pictures import keep_picture

SHOWN_HEIGHT, SHOWN_WIDTH = 64, 320  # pixels at most; the admin scales a picture to the width that it is given
_signer = Signer(salt="training.picture")


@dataclass(frozen=True, slots=True)
class Sent:
    """What the form says of one picture: the one that it had, a new one, or that it goes."""

    token: str
    upload: UploadedFile | None
    is_removed: bool


class PictureInput(forms.Widget):
    """A file input with the picture as it is, and «hapus»."""

    needs_multipart_form = True

    def render(self, name: str, value: KeptPicture | None, attrs=None, renderer=None) -> SafeString:
        context = {"name": name, "id": (attrs or {}).get("id") or f"id_{name}", "picture": value}
        if value is not None:
            width = max(1, min(SHOWN_WIDTH, round(SHOWN_HEIGHT * value.width / value.height)))
            context |= {"token": _signer.sign(value.sha256), "address": inline_address(value), "width": width}
        return render_to_string("training/admin/picture_input.html", context)

    def value_from_datadict(self, data, files, name: str) -> Sent:
        return Sent(data.get(name, ""), files.get(f"{name}-berkas"), f"{name}-hapus" in data)

    def value_omitted_from_data(self, data, files, name: str) -> bool:
        return False


class PictureField(forms.Field):
    """Gives a KeptPicture or None."""

    widget = PictureInput

    def clean(self, value: Sent) -> KeptPicture | None:
        try:
            return _kept(value)
        except CertificateError as error:
            raise forms.ValidationError(str(error), code=error.code) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            kept = _kept(data)
        except CertificateError:
            return True
        return (kept and kept.pk) != getattr(initial, "pk", initial)

    def bound_data(self, data: Sent, initial: Any) -> KeptPicture | None:
        """Also when the rest of the form is refused; the same bytes are kept once."""
        try:
            return _kept(data)
        except CertificateError:
            return _named(data.token)

    def prepare_value(self, value: Any) -> KeptPicture | None:
        if value is None or isinstance(value, KeptPicture):
            return value
        return KeptPicture.objects.filter(pk=value).first()


def _kept(sent: Sent) -> KeptPicture | None:
    if sent.upload:
        remembered = vars(sent.upload)  # a form asks several times, and drawing it small takes a second
        if "kept" not in remembered:
            sent.upload.seek(0)
            remembered["kept"] = keep_picture(sent.upload, name=sent.upload.name or "")
        return remembered["kept"]
    return None if sent.is_removed else _named(sent.token)


def _named(token: str) -> KeptPicture | None:
    try:
        return KeptPicture.objects.filter(sha256=_signer.unsign(token)).first()
    except BadSignature:
        return None


def inline_address(picture: KeptPicture) -> str:
    """The picture inside the page, as a data: address; empty when its file is lost."""
    try:
        with picture.file.storage.open(picture.file.name) as file:
            return f"data:image/png;base64,{b64encode(file.read()).decode()}"
    except OSError:
        return ""
