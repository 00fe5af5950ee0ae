"""Who may do what in the register's screens."""

from __future__ import annotations

from wagtail.permission_policies import ModelPermissionPolicy

from elearning.people.models import User


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Rows that the site writes itself: whoever was given a right on them may look, nobody may touch."""

    def user_has_permission(self, user, action):
        return action == "view" and any(user.has_perm(self._get_permission_name(one)) for one in ("view", "change"))

    def user_has_any_permission(self, user, actions):
        return "view" in actions and self.user_has_permission(user, "view")


def can_read_cards(user: User) -> bool:
    """Whoever writes, checks or publishes cards, and whoever may look at them."""
    return _has_any(user, "view change publish", "rulecard")


def _has_any(user: User, actions: str, model: str) -> bool:
    return user.is_active and any(user.has_perm(f"regulations.{action}_{model}") for action in actions.split())


def can_settle_misses(user: User) -> bool:
    """Say of what people searched in vain that it was dealt with; the rows themselves nobody touches."""
    return _has_any(user, "change", "searchmiss")


def can_read_changes(user: User) -> bool:
    """See which regulations change and what was decided of each card."""
    return _has_any(user, "view add change", "regulationchange")


def can_mark_changes(user: User) -> bool:
    """Say that a regulation changes, decide card by card, and drop it."""
    return _has_any(user, "change", "regulationchange")


def can_agree_changes(user: User) -> bool:
    """The legal review; that nobody agrees with himself is the service's."""
    return _has_any(user, "agree", "regulationchange")


def can_apply_changes(user: User) -> bool:
    """It publishes cards, so whoever may publish cards applies it, or gives it its hour."""
    return _has_any(user, "publish", "rulecard")
