"""Every address of the site. Public paths are Vietnamese without accents; English pages stand under
/en/.
"""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.sitemap import sitemap
from cms.staff.observing import observe
from config import views
from foundation.papers import stopping

urlpatterns = [
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("", include("cms.urls")),
    # Before the libraries' own: what they would do there, the house does by its own rules.
    path("quan-tri/login/", views.to_our_door, name="office_login"),
    path("_util/login/", views.to_our_door, name="wagtailcore_login"),
    path("quan-tri/bulk/accounts/<path:rest>", views.no_such_page, name="people_in_bulk"),
    path("quan-tri/reports/site-history/", views.site_history, name="site_history"),
    path(
        "quan-tri/reports/site-history/results/",
        views.site_history_rows,
        name="site_history_rows",
    ),
    path("quan-tri/", include(wagtailadmin_urls)),
    path("tai-lieu/", include(wagtaildocs_urls)),
    path("media/<path:path>", views.public_media, name="public_media"),
]

urlpatterns += i18n_patterns(
    path("", include("accounts.urls")),
    path("tai-khoan/", include("allauth.urls")),
    path("giay-to/<int:number>/dung/", stopping.stop, name="stop_paper"),
    path("theo-doi/", observe, name="observe"),
    path("viec-cua-toi/", views.my_work, name="my_work"),
    path("", include("cms.addresses")),
    path("", include("competition.urls")),
    path("", include("submissions.urls")),
    path("", include("judging.urls")),
    path("", include("voting.urls")),
    path("", include("awards.urls")),
    *([path("styleguide/", views.styleguide, name="styleguide")] if settings.STYLEGUIDE else []),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
handler403 = "config.views.not_found"
handler404 = "config.views.not_found"
handler429 = "config.views.too_many"  # asked by allauth
handler500 = "config.views.broken"
