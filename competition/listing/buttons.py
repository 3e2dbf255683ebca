"""The buttons that every list has: keep a view, take one away, choose columns."""

from typing import cast

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import User
from competition.listing import saving
from competition.listing.office import ListOffice, page_of
from competition.office import Button, without_time
from competition.rows import row_of
from competition.web import number_of


class ListButton(Button):
    """A button of whichever list the address names; refused, it shows that list's own page."""

    @cached_property
    def page(self) -> ListOffice:
        """The page on which it was pressed. Raises Http404 where no list has the name."""
        kind = page_of(self.kwargs["listing"])
        if kind is None:
            raise Http404
        page = kind()
        page.setup(self.request, slug=self.edition.slug)
        if not page.may(self.request.user, self.edition.pk):
            raise Http404
        return page

    def address(self) -> str:
        query = self.request.GET.urlencode()
        page = reverse(self.page.route, args=[self.edition.slug])
        return f"{page}?{query}" if query else page

    def get_template_names(self):
        return [self.page.template_name]

    def get_context_data(self, **kwargs):
        self.page.is_refused = self.is_refused
        return self.page.get_context_data()


class SaveView(ListButton):
    """What is listed is kept under a name."""

    def press(self):
        name = self.request.POST.get("ten", "")
        self.attempt(
            saving.save_view,
            _("The view “%(name)s” is saved.") % {"name": name.strip()},
            listing=self.page.listing,
            name=name,
            is_shared=bool(self.request.POST.get("chung")),
        )


class DropView(ListButton):
    """A saved view is taken away."""

    def press(self):
        user = cast(User, self.request.user)  # nobody else passes `may`
        seen = saving.views_for(user, self.edition, self.page.route)
        view = row_of(seen, number_of(self.request.POST.get("view")))
        done = _("The view “%(name)s” is taken away.") % {"name": view.name}
        self.attempt(without_time(saving.drop_view), done, view=view)


class ChooseColumns(ListButton):
    """These columns are shown from now on."""

    def address(self) -> str:
        """Without columns of its own: those that were chosen are shown."""
        query = self.page.listing.query_without_columns()
        page = reverse(self.page.route, args=[self.edition.slug])
        return f"{page}?{query}" if query else page

    def press(self):
        self.attempt(
            saving.choose_columns,
            "",
            listing=self.page.listing,
            names=self.request.POST.getlist("cot"),
        )
