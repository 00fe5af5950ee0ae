"""The two steps of the workflow as Wagtail's tasks, and the clock's sign of life (ADR 0015)."""

from __future__ import annotations

from django.db import models, transaction
from wagtail.models import AbstractGroupApprovalTask


class Step(AbstractGroupApprovalTask):
    """Whoever confirms a step reads once more what publishing would touch; whoever returns a text says why."""

    class Meta:
        abstract = True

    def get_template_for_action(self, action):
        return "regulations/admin/action_modal.html"

    def get_form_for_action(self, action):
        from ..returning import ReturnForm

        return ReturnForm if action == "reject" else super().get_form_for_action(action)

    @transaction.atomic
    def on_action(self, task_state, user, action_name, **kwargs):
        """Raises ReviewRefused: note_missing."""
        from ..returning import require_note

        if action_name == "reject":
            require_note(kwargs.get("comment", ""), text=task_state.workflow_state.content_object)
        return super().on_action(task_state, user, action_name, **kwargs)


class LegalReviewTask(Step):
    """Approval by a legal reviewer who wrote none of what is reviewed."""

    class Meta:
        verbose_name = "tugas periksa hukum"
        verbose_name_plural = "tugas periksa hukum"

    @classmethod
    def get_description(cls):
        return "Disetujui anggota grup yang tidak ikut menulis naskahnya"

    def start(self, workflow_state, user=None):
        """Sending in what could not be published would only waste the reviewer's time. Raises what publishing raises."""
        from ..reviewing import require_sendable

        require_sendable(workflow_state.content_object)
        return super().start(workflow_state, user=user)

    def get_actions(self, obj, user):
        from ..reviewing import authors_of

        actions = super().get_actions(obj, user)
        if actions and user.pk in authors_of(obj):
            return [action for action in actions if action[0] != "approve"]
        return actions

    @transaction.atomic
    def on_action(self, task_state, user, action_name, **kwargs):
        """Raises ReviewRefused: own_text, note_missing. What is approved is what stands there now, also where the reviewer mended it."""
        from ..reviewing import require_other_eyes

        if action_name == "approve":
            proposed = task_state.workflow_state.content_object
            require_other_eyes(proposed, user)
            task_state.revision = proposed.get_latest_revision()
        return super().on_action(task_state, user, action_name, **kwargs)


class PublicationTask(Step):
    """The publisher's approval, which publishes. Words that no legal reviewer has approved go back to one first."""

    class Meta:
        verbose_name = "tugas terbitkan"
        verbose_name_plural = "tugas terbitkan"

    @classmethod
    def get_description(cls):
        return "Disetujui anggota grup, sesudah pemeriksa hukum menyetujui isi yang sama"

    def start(self, workflow_state, user=None):
        """Wagtail resumes a workflow at the step that returned it; what was rewritten meanwhile is reviewed again."""
        from ..reviewing import passed_review

        proposed = workflow_state.content_object
        review = LegalReviewTask.objects.filter(active=True, workflow_tasks__workflow=workflow_state.workflow).first()
        if review and not passed_review(proposed, proposed.get_latest_revision()):
            return review.start(workflow_state, user=user)
        return super().start(workflow_state, user=user)


class SchedulerRun(models.Model):
    """When each recurring job last ended; «Penjadwal terakhir berjalan 3 menit lalu»."""

    job = models.CharField(max_length=60, unique=True)
    ran_at = models.DateTimeField()

    class Meta:
        verbose_name = "jalannya penjadwal"
        verbose_name_plural = "jalannya penjadwal"

    def __str__(self) -> str:
        return self.job
