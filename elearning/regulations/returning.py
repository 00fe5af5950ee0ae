"""A reviewer returns a text with a note: whoever opens it reads the note until it is sent again (ADR 0015)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Model, prefetch_related_objects
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel
from wagtail.models import TaskState, WorkflowMixin, WorkflowState

from .reviewing import ReviewRefused


class ReturnForm(forms.Form):
    comment = forms.CharField(
        label="Catatan", widget=forms.Textarea({"rows": 4}),
        help_text="Apa yang perlu diperbaiki. Penulis membacanya di atas naskah sampai dikirim lagi.",
        error_messages={"required": "Tulis apa yang perlu diperbaiki. Penulis membacanya di atas naskah."},
    )  # fmt: skip


def require_note(note: str, *, text: Model) -> None:
    """Raises ReviewRefused: note_missing."""
    if not note.strip():
        raise ReviewRefused("note_missing", text=text)


def returned(text: object) -> TaskState | None:
    """The step that returned ``text``, with its note and who wrote it; None where nothing waits for its writer."""
    state = text.current_workflow_state if isinstance(text, WorkflowMixin) else None
    return state.current_task_state if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES else None


class SentPanel(UserObjectsInWorkflowModerationPanel):
    """On the first screen: where one's own texts are, and what was returned with which note."""

    template_name = "regulations/admin/sent_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        steps = [state.current_task_state for state in context["workflow_states"] if state.current_task_state]
        prefetch_related_objects(steps, "finished_by")
        return {**context, "zone": settings.TIME_ZONE}


def show_notes_of_returned_texts(panels: list[Component]) -> None:
    """Wagtail lists one's own texts on the first screen, but not why one of them came back."""
    panels[:] = [SentPanel() if type(panel) is UserObjectsInWorkflowModerationPanel else panel for panel in panels]
