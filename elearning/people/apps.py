from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(AppConfig):
    default = True
    name = "elearning.people"
    label = "people"
    verbose_name = "Orang dan unit kerja"


class StaffUsersConfig(WagtailUsersAppConfig):
    """Wagtail's users app with our form: one name, no username."""

    user_viewset = "elearning.people.viewsets.PersonViewSet"
