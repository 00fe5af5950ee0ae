"""Panels of the admin shared by the rooms: a name, and the key in the address that follows it."""

from __future__ import annotations

from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.admin.widgets import SlugInput


class NamePanel(TitleFieldPanel):
    """The field that names an entry. The key follows it while the entry is new; a saved address stays."""

    def __init__(self, field_name: str, *, classname: str = "", placeholder: bool = False, **kwargs) -> None:
        super().__init__(field_name, classname=classname, placeholder=placeholder, **kwargs)

    class BoundPanel(TitleFieldPanel.BoundPanel):
        def get_should_apply(self) -> bool:
            return self.instance.pk is None


def key_panel() -> FieldPanel:
    """The ``slug`` of an entry, filled in by its ``NamePanel``."""
    return FieldPanel(
        "slug", heading="Alamat", widget=SlugInput, help_text="Bagian akhir alamat. Terisi sendiri dari nama."
    )
