from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Website")
    default = True

    def ready(self) -> None:
        from django.db.models.signals import post_delete, post_save
        from wagtail.signals import page_published, page_unpublished, post_page_move

        from cms import fields, navigation

        fields.register()
        for signal in (page_published, page_unpublished, post_page_move):
            signal.connect(navigation.forget)
        post_save.connect(navigation.forget, sender="cms.SiteTexts")
        post_save.connect(navigation.forget, sender="wagtailcore.Site")
        post_save.connect(navigation.forget, sender="cms.SiteAlert")
        for shown in ("cms.MenuLink", "cms.IssuedDocument", "cms.CalendarEvent"):
            post_save.connect(navigation.forget, sender=shown)
            post_delete.connect(navigation.forget, sender=shown)


class PeopleConfig(WagtailUsersAppConfig):
    """Wagtail's own app for users, with our forms."""

    user_viewset = "cms.people.PersonViewSet"
    group_viewset = "cms.groups.NamedGroupViewSet"
