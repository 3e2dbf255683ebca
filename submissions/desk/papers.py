"""Papers that people print: the application, the whole dossier, the list of a unit."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.views.decorators.http import require_GET

from accounts.permissions import is_focal_point_anywhere
from foundation.papers import prepared
from submissions.desk.scope import readable_entry


@login_required
@require_GET
def application_form(request, public_id):
    """The application to sign and stamp, made by the worker."""
    entry = readable_entry(request, public_id)
    name = f"phieu-dang-ky-{entry.public_id}.pdf"
    return prepared.answer(request, "application_form", {"entry": entry.pk}, name=name)


@login_required
@require_GET
def whole_dossier(request, public_id):
    """The application and all PDFs of the dossier in one file, made by the worker."""
    entry = readable_entry(request, public_id)
    name = f"ho-so-{entry.public_id}.pdf"
    return prepared.answer(request, "whole_dossier", {"entry": entry.pk}, name=name)


@login_required
@require_GET
def unit_list(request):
    """The works of the person's units, to be stamped."""
    if not is_focal_point_anywhere(request.user):
        raise Http404
    asked = {"by": request.user.pk}
    return prepared.answer(request, "unit_list", asked, name="danh-sach-don-vi.pdf")
