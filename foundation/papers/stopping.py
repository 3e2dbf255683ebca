"""Who asked for a paper stops its making."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from foundation.jobs import work
from foundation.jobs.models import Job


@login_required
@require_POST
def stop(request: HttpRequest, number: int) -> HttpResponseRedirect:
    """The button of who waits no longer: back to where the paper was waited for.

    A paper of somebody else is 404; one that is made already is shown there.
    """
    own = Job.objects.filter(kind="prepare_paper", created_by=request.user.pk)
    work.cancel(get_object_or_404(own, pk=number))
    here = request.POST.get("next", "")
    return HttpResponseRedirect(here if url_has_allowed_host_and_scheme(here, None) else "/")
