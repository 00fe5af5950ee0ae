"""The picture of a question stays what people saw: an edition is immutable, and so is what it shows (ADR 0006)."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.images.forms import BaseImageForm
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from ..errors import PictureError


class PictureForm(BaseImageForm):
    """Wagtail's form of an image (WAGTAILIMAGES_IMAGE_FORM_BASE). A picture in use keeps its file, not its words."""

    def clean_file(self) -> Any:
        if self.instance.pk and "file" in self.changed_data and self.instance.question_versions.exists():
            raise forms.ValidationError(str(PictureError("in_use")), code="in_use")
        return self.cleaned_data["file"]


class PicturePolicy(CollectionOwnershipPermissionPolicy):
    """As Wagtail's own, but nobody deletes what a question shows."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if action == "delete" and instance.question_versions.exists():
            return False
        return super().user_has_permission_for_instance(user, action, instance)
