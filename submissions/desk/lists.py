"""A whole list of works: the empty table, the dry run, and all of its works entered at once."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from competition import clock
from competition.errors import Refused
from competition.web import attempt
from foundation.papers.answers import as_xlsx
from submissions.desk.behalf import behalf_page, edition_to_write_in
from submissions.desk.sharing_forms import TableForm
from submissions.models import ImportedList
from submissions.sharing import bulk


@login_required
@require_GET
def list_template(request, slug):
    """The empty table to be filled in."""
    edition = edition_to_write_in(request, slug)
    return as_xlsx("danh-sach-cong-trinh.xlsx", bulk.template(edition))


@login_required
@require_http_methods(["GET", "POST"])
def read_list(request, slug):
    """The dry run: a table is read and judged row by row."""
    edition = edition_to_write_in(request, slug)
    if request.method == "GET":
        return redirect("behalf_desk", slug=slug)
    form = TableForm(request.POST, request.FILES)
    if not form.is_valid():
        return behalf_page(request, edition, table_form=form)
    table = form.cleaned_data["table"]
    try:
        imported = bulk.dry_run(edition=edition, upload=table, by=request.user, at=clock.now())
    except Refused as refusal:
        form.add_error("table", str(refusal))
        return behalf_page(request, edition, table_form=form)
    return redirect("imported_list", slug=slug, number=imported.pk)


def _own_list(request, slug, number) -> ImportedList:
    """A list that this person has read in; anybody else gets 404."""
    lists = ImportedList.objects.filter(edition=edition_to_write_in(request, slug))
    return get_object_or_404(lists.select_related("edition"), pk=number, by=request.user)


@login_required
@require_GET
def imported_list(request, slug, number) -> HttpResponse:
    """What was read, with every faulty row."""
    imported = _own_list(request, slug, number)
    rows = []
    for row in imported.rows:
        cells = [row["values"].get(key, "") for key in bulk.COLUMNS]
        rows.append(row | {"cells": cells})
    context = {
        "edition": imported.edition,
        "imported": imported,
        "headings": [heading for heading, _others, _width in bulk.COLUMNS.values()],
        "rows": rows,
    }
    return render(request, "submissions/imported_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def enter_list(request, slug, number):
    """Every work of a faultless list becomes a draft."""
    imported = _own_list(request, slug, number)
    if request.method == "GET":
        return redirect("imported_list", slug=slug, number=number)
    done = _(
        "The works of the list are drafts now. Print the slips and hand them to their authors."
    )
    if attempt(request, bulk.enter, imported=imported, by=request.user, at=clock.now(), done=done):
        return redirect("behalf_desk", slug=slug)
    return redirect("imported_list", slug=slug, number=number)
