"""The admin says whose it is and how to leave it; Wagtail's English manuals are not offered."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem

ENGLISH_MANUALS = ("whats-new-in-wagtail", "editor-guide")


@hooks.register("insert_global_admin_css")
def admin_look() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("register_admin_menu_item")
def to_the_site() -> MenuItem:
    """With a fragment: Wagtail would mark a plain «/» as the current page everywhere."""
    return MenuItem("Buka situs", "/#isi", name="buka-situs", icon_name="view", order=10500)


@hooks.register("construct_help_menu")
def leave_out_manuals(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if not item.name.startswith(ENGLISH_MANUALS)]


@hooks.register("construct_reports_menu")
def leave_out_machinery(request: HttpRequest, items: list[MenuItem]) -> None:
    """How often each type of page is used is a question of whoever builds the site."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name != "page-types-usage"]
