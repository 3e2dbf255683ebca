"""The forms by which strangers write: to the contest, and to a winner who has agreed to it."""

from collections.abc import Callable
from http import HTTPStatus

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from awards import applied, permissions
from awards.models import Award
from cms import letter_boxes, works
from cms.letter_forms import ContactForm, LetterForm
from cms.models import ContactPage
from competition import clock

SENT = "?da-gui=1"


def _is_ours(request: HttpRequest) -> bool:
    """Pages of other sites cannot send a letter from here. The forms carry no token: pages that
    hold one are kept by no cache, and set a cookie.
    """
    return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"


def _is_sent(request: HttpRequest, form: LetterForm, action: str, key: str) -> bool:
    """Whether it may go; what keeps it back is said in the form."""
    if not form.is_valid():
        return False
    if not ratelimit.consume(request, action=action, key=key):
        form.add_error(None, _("Too many letters from here. Send it again in an hour."))
        return False
    return True


@csrf_exempt
@require_POST
def send_contact(request, number):
    """A letter to the contest, by the form of a contact page."""
    page = get_object_or_404(ContactPage.objects.live(), pk=number)
    form = ContactForm(request.POST)
    if not _is_ours(request):
        raise Http404
    if _is_sent(request, form, "contact_letter", page.mailbox):
        letter_boxes.send_to_contest(page.mailbox, form)
        return redirect(page.url + SENT)
    context = page.get_context(request) | {"form": form}
    return render(
        request, page.get_template(request), context, status=HTTPStatus.UNPROCESSABLE_ENTITY
    )


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def write_to_winner(request, receipt):
    """“Connect with the author”: the letter is passed on, and no address is shown. 404 for a work
    whose owner has not agreed to it.
    """
    award = works.award_at(receipt, clock.now())
    if award is None or not letter_boxes.takes_letters(award):
        raise Http404
    form = LetterForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not _is_ours(request):
        raise Http404
    if request.method == "POST" and _is_sent(request, form, "reader_letter", receipt):
        letter_boxes.send_to_winner(award, form)
        return redirect(request.path + SENT)
    context = {
        "form": form,
        "work": works.work_of(award).winner,
        "is_sent": "da-gui" in request.GET,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "cms/write_to_winner.html", context, status=status)


def _own_award(request: HttpRequest, award: int, may: Callable[[User, Award], bool]) -> Award:
    """An announced prize that this person may answer for; 404 for others."""
    person = request.user
    if not isinstance(person, User):
        raise Http404
    won = get_object_or_404(applied.won_by(person), pk=award)
    if not may(person, won):
        raise Http404
    return won


@login_required
@require_GET
def letter_box(request, award):
    """Whether readers may write to the owner of a work that won, and the button that changes it."""
    won = _own_award(request, award, permissions.can_report_use)
    context = {"award": won, "is_open": letter_boxes.takes_letters(won)}
    return render(request, "cms/letter_box.html", context)


@login_required
@require_POST
def open_letter_box(request, award):
    """From now on readers may write."""
    won = _own_award(request, award, permissions.can_report_use)
    letter_boxes.open_box(won.entry, at=clock.now())
    messages.success(request, _("Readers can write to you from the page of the work."))
    return redirect("letter_box", award=won.pk)


@login_required
@require_POST
def close_letter_box(request, award):
    """Nobody may write any more."""
    won = _own_award(request, award, permissions.can_report_use)
    letter_boxes.close_box(won.entry, at=clock.now())
    messages.success(request, _("Nobody can write to you any more."))
    return redirect("letter_box", award=won.pk)
