"""What waits for a second person: read on a phone, agreed to or declined."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import works_for_the_contest
from accounts.proving import SignedIn
from competition import clock, joint_requests
from competition.models import JointRequest
from competition.permissions import can_answer_joint_request, can_read_joint_request
from competition.two_windows import typed_in
from competition.web import attempt

_SHOWN = 20  # of what one has asked for
_ON_A_CARD = 3  # changes


class DeclineForm(forms.Form):
    """Why a request is declined."""

    reason = forms.CharField(
        label=gettext_lazy("Why you do not agree"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
    )


@login_required
@require_GET
def waiting(request):
    """The requests that this person could agree to, and those that the person has made."""
    if not works_for_the_contest(request.user):
        raise Http404
    context = {
        "waiting": [_row(joint) for joint in joint_requests.waiting_for(request.user)],
        "asked": [_row(joint) for joint in joint_requests.asked_by(request.user)[:_SHOWN]],
    }
    return render(request, "competition/joint_requests.html", context)


@login_required
@require_GET
def read(request, number):
    """One request: what it would change, why, until when."""
    return _page(request, _readable(request, number), DeclineForm())


@login_required
@require_POST
def agree(request, number):
    """The second person agrees."""
    joint = _answerable(request, number)
    done = _("Agreed: it is done.")
    is_done = attempt(
        request, joint_requests.agree, done=done, joint=joint, by=request.user, at=clock.now()
    )
    return redirect(joint) if is_done else _refused(request, joint, DeclineForm())


@login_required
@require_POST
def decline(request, number):
    """The second person does not agree, and says why."""
    joint = _answerable(request, number)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, joint, form, status=422)
    is_done = attempt(
        request,
        joint_requests.decline,
        done=_("Declined. The person who asked is told."),
        joint=joint,
        reason=form.cleaned_data["reason"],
        by=request.user,
        at=clock.now(),
    )
    return redirect(joint) if is_done else _refused(request, joint, form)


@login_required
@require_POST
def take_back(request, number):
    """Whoever asked does not want it any more."""
    joint = _readable(request, number)
    is_done = attempt(
        request,
        joint_requests.take_back,
        done=_("Taken back: nothing is changed."),
        joint=joint,
        by=request.user,
        at=clock.now(),
    )
    return redirect(joint) if is_done else _refused(request, joint, DeclineForm())


def _readable(request: SignedIn, number: int) -> JointRequest:
    joint = _request(number)
    if not can_read_joint_request(request.user, joint):
        raise Http404
    return joint


def _answerable(request: SignedIn, number: int) -> JointRequest:
    joint = _request(number)
    if not can_answer_joint_request(request.user, joint):
        raise Http404
    return joint


def _request(number: int) -> JointRequest:
    rows = JointRequest.objects.select_related("edition", "asked_by", "answered_by")
    return get_object_or_404(rows, pk=number)


def _refused(request: SignedIn, joint: JointRequest, form: DeclineForm):
    """The page as the request stands by now, with what was typed into a form that may be gone."""
    return _page(request, _request(joint.pk), form, status=422)


def _page(request: SignedIn, joint: JointRequest, form: DeclineForm, status: int = 200):
    is_waiting = joint.is_waiting(clock.now())
    may_answer = is_waiting and can_answer_joint_request(request.user, joint)
    context = _row(joint) | {
        "changes": joint_requests.read_by(joint, request.user),
        "page": joint_requests.where_it_is(joint, request.user),
        "form": form,
        "typed_in_vain": list(typed_in(form)) if form.is_bound and not may_answer else [],
        "may_answer": may_answer,
        "hindrance": joint_requests.hindrance_of(joint, clock.now()) if is_waiting else "",
        "is_own": joint.asked_by_id == request.user.pk,
        "is_about_reader": joint.about_id == request.user.pk,
        "others": joint_requests.who_may_answer(joint) if is_waiting else [],
        "passes_later": not joint.has_passed(clock.now()),
    }
    return render(request, "competition/joint_request.html", context, status=status)


def _row(joint: JointRequest) -> dict:
    return {
        "joint": joint,
        "what": joint_requests.label_of(joint.kind),
        "about": joint_requests.about_of(joint.kind),
        "changes": joint.changes[:_ON_A_CARD],
        "more": len(joint.changes) - _ON_A_CARD,
        "is_waiting": joint.is_waiting(clock.now()),
        "state": joint.state_at(clock.now()),
    }
