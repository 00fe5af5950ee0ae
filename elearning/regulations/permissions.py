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
    return user.is_active and any(user.has_perm(f"regulations.{one}_rulecard") for one in ("view", "change", "publish"))
