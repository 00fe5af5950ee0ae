"""Who may do what in the question bank."""

from __future__ import annotations

from elearning.people.models import User
from elearning.people.permissions import KeptPolicy

from .models import Question


class ReportPolicy(KeptPolicy):
    """Readers make reports; the admin only settles them."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action != "add" and super().user_has_permission(user, action)


class LedgerPolicy(KeptPolicy):
    """What was done is read; services write it."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)


def can_edit(user: User, question: Question) -> bool:
    """A published question is changed only by those who may publish it."""
    if question.status == Question.Status.PUBLISHED:
        return can_publish(user)
    return user.is_active and user.has_perm("quizzes.change_question")


def can_view(user: User) -> bool:
    return any(user.has_perm(f"quizzes.{action}_question") for action in ("view", "add", "change"))


def can_write(user: User) -> bool:
    """Make questions, or change those that are not published."""
    return any(user.has_perm(f"quizzes.{action}_question") for action in ("add", "change"))


def can_publish(user: User) -> bool:
    """Decide what learners are asked: publish a question, and change one that is published."""
    return user.is_active and user.has_perm("quizzes.publish_question")


def can_extend(user: User) -> bool:
    """Give somebody at home more time in a quiz: whoever decides what learners are asked, and for how long."""
    return can_publish(user)


def can_read_statistics(user: User) -> bool:
    """Figures of groups, without a person in them."""
    return user.is_active and user.has_perm("quizzes.view_quizstatistic")


def can_read_health(user: User) -> bool:
    """Whoever reads the bank, with its keys, reads what is wrong with it."""
    return user.is_active and user.has_perm("quizzes.view_question")


def can_import(user: User) -> bool:
    """Bring a file of questions in, and take it back: whoever may write questions."""
    return user.is_active and user.has_perm("quizzes.add_question")


def can_export(user: User) -> bool:
    """Carry the bank away with its keys: whoever may read it."""
    return user.is_active and user.has_perm("quizzes.view_question")
