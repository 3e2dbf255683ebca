"""A person's own pages: account, inbox, and the mail that the demonstration sent to
this browser.
"""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import profile
from accounts.forms import ProfileForm
from foundation.notifications import post
from foundation.notifications.models import Enclosure, Message
from foundation.vault import store


@login_required
@require_http_methods(["GET", "POST"])
def account_page(request):
    """Name, unit and language; links to e-mail, password and second factor."""
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        profile.change_details(by=request.user, **form.cleaned_data)
        messages.success(request, _("Your details are saved."))
        return redirect("account_page")
    return render(
        request, "accounts/account.html", {"form": form}, status=422 if form.errors else 200
    )


@login_required
@require_GET
def inbox(request):
    """Messages to this person, the newest first; opening the page marks them as read."""
    received = list(request.user.messages_received.prefetch_related("enclosures__blob")[:100])
    post.mark_read(request.user, at=timezone.now())
    return render(request, "accounts/inbox.html", {"received": received})


@login_required
@require_GET
def enclosure(request, number):
    """A file that came with a message to this person."""
    rows = Enclosure.objects.filter(message__recipient=request.user).select_related("blob")
    file = get_object_or_404(rows, pk=number)
    return store.serve(file.blob, name=file.name, user=request.user, purpose="enclosure")


@require_GET
def sent_mail(request):
    """The sign-in mail that this browser caused: the embedded profile has no mail server."""
    if not settings.MESSAGES_PAGE:
        raise Http404
    sent = Message.objects.filter(pk__in=request.session.get("mail", [])).order_by("-pk")
    return render(request, "accounts/sent_mail.html", {"sent": sent})
