"""Dates to put into one's own calendar: those of an edition, and those of a person."""

from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import User
from competition import clock
from competition.calendar_file import MEDIA_TYPE, Date, calendar_file
from competition.models import Edition, Phase
from competition.verbs import address_of, page_address
from foundation.notifications import post
from foundation.vault import headers
from judging.councils import meetings, undertakings, visits
from judging.councils.rounds import closes_at, late_assignments
from judging.models import Judge, Round
from submissions.models import Entry

AN_HOUR = 3_600  # seconds


@require_GET
def edition_calendar(request, slug):
    """The phases of an edition that is published: when each begins and ends."""
    edition = get_object_or_404(Edition, slug=slug)
    if edition.is_draft:
        raise Http404
    content = calendar_file(edition.label, _phases(edition), clock.now())
    answer = HttpResponse(content, content_type=MEDIA_TYPE)
    headers.tell(answer, disposition="attachment", name=f"lich-{slug}.ics")
    answer.headers["Cache-Control"] = f"public, max-age={AN_HOUR}"  # the same for everybody
    return answer


@login_required
@require_GET
def my_calendar(request):
    """What this person has to do until when, and where to be; kept by nobody (`headers.tell`)."""
    user = request.user
    seats = [seat for seat in undertakings.seats_of(user) if seat.undertaking_at]
    dates = [*_to_send_in(user), *_to_score(user), *_meetings(seats), *_visits(seats)]
    content = calendar_file(_("My deadlines and meetings"), dates, clock.now())
    answer = HttpResponse(content, content_type=MEDIA_TYPE)
    headers.tell(answer, disposition="attachment", name="lich-cua-toi.ics")
    return answer


def _phases(edition: Edition) -> Iterator[Date]:
    for phase in edition.timetable:
        label = f"{edition.label}: {phase.get_kind_display()}"
        begins = _("%(phase)s: begins") % {"phase": label}
        ends = _("%(phase)s: ends") % {"phase": label}
        yield Date(f"phase:{phase.pk}:opens", begins, phase.opens_at)
        yield Date(f"phase:{phase.pk}:closes", ends, phase.closes_at)


def _to_send_in(user: User) -> Iterator[Date]:
    states = [Entry.Status.DRAFT, Entry.Status.RETURNED]
    for entry in Entry.objects.owned_by(user).filter(status__in=states).select_related("edition"):
        phase = entry.edition.phase(Phase.Kind.SUBMISSION)
        if phase is not None:
            title = _("Send in: %(work)s") % {"work": entry}
            link = post.absolute(address_of(entry))
            yield Date(f"entry:{entry.pk}", title, phase.closes_at, link=link)


def _to_score(user: User) -> Iterator[Date]:
    open_rounds = Round.objects.filter(
        state=Round.State.OPEN, panels__judges__user=user
    ).select_related("edition", "scheme")
    for one in open_rounds.distinct():
        missing = late_assignments(one).filter(judge__user=user).count()
        until = closes_at(one)
        if missing and until:
            title = _("Sheets to lock: %(round)s") % {"round": one}
            link = post.absolute(page_address("judge_desk"))
            yield Date(f"round:{one.pk}:{user.pk}", title, until, link=link)


def _meetings(seats: list[Judge]) -> Iterator[Date]:
    for one in meetings.waiting_for(seats).distinct():
        title = _("Meeting of %(panel)s") % {"panel": one.panel}
        link = post.absolute(address_of(one))
        yield Date(f"meeting:{one.pk}", title, one.held_at, place=one.place, link=link)


def _visits(seats: list[Judge]) -> Iterator[Date]:
    for one in visits.of_teams(seats).filter(recorded_at=None):
        title = _("Site check of %(code)s") % {"code": one.blinded_entry.code}
        yield Date(f"visit:{one.pk}", title, one.planned_at, place=one.place)
