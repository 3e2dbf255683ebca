from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Website")
    default = True


class PeopleConfig(WagtailUsersAppConfig):
    """Wagtail's own app for users, with our form."""

    user_viewset = "cms.people.PersonViewSet"
