"""What the front page shows in its slots; the phase of its edition changes their content alone."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.permissions import Visitor
from cms import communes, facts
from cms.art.relief import seed_of
from competition.models import Edition, Phase, PrizeTier
from competition.publicity import Face
from competition.regulation import regulation_of
from foundation.soft_cache import remembered
from submissions.models import Entry
from submissions.writing import drafting
from voting import gallery
from voting.models import Candidate

WORKS = 4
BEST = 6  # two large, four small
METALS = ("vang", "bac", "dong")  # of the first tiers; the others are green
SCENES = {  # what a field is drawn as; a field nobody foresaw gets one of them
    "CNTT": "chip",
    "GIAODUC": "lop-hoc",
    "NONGLAM": "rung",
    "YDUOC": "tram-y-te",
    "COKHI": "xuong",
    "VATLIEU": "con-nuoc",
}


class Act(StrEnum):
    """Which of its plays the front page gives."""

    CALL = "call"
    VOTE = "vote"
    WINNERS = "winners"
    BETWEEN = "between"


SKIES = {  # the drawing behind the words, by day and by night
    Act.CALL: ("goi-binh-minh", "goi-hoang-hon"),
    Act.VOTE: ("binh-chon-sang", "binh-chon-toi"),
    Act.BETWEEN: ("doi-binh-minh", "doi-hoang-hon"),
    Act.WINNERS: None,
}


def act_of(told: dict) -> Act:
    """By what a visitor can do, as `facts.of_edition` tells it."""
    if told["can_submit"]:
        return Act.CALL
    if told["can_vote"]:
        return Act.VOTE
    return Act.WINNERS if told["announced"] else Act.BETWEEN


def draft_of(user: Visitor, edition: Edition) -> Entry | None:
    """What this person is writing for the call, saved last; a stranger is asked nothing."""
    return drafting.drafts_of(user, edition).first()


@dataclass(frozen=True)
class Clock:
    """What runs out: until when, and how long that is by the server's clock."""

    until: datetime.datetime
    days: int
    hours: int
    minutes: int


def clock_of(act: Act, edition: Edition, told: dict, at: datetime.datetime) -> Clock | None:
    """None when nothing runs out: the result is announced, or no phase is open."""
    phase = told["phase"]
    if act == Act.CALL:
        phase = told["submission"]
    if act == Act.VOTE:
        phase = edition.phase(Phase.Kind.VOTING)
    if act == Act.WINNERS or phase is None or phase.closes_at <= at:
        return None
    left = phase.closes_at - at
    hours, seconds = divmod(left.seconds, 3600)
    return Clock(phase.closes_at, left.days, hours, seconds // 60)


@dataclass(frozen=True)
class Number:
    """A live number: "41" of 92 “communes and wards have entered”."""

    value: int
    words: str
    of: int | None = None


def numbers_of(act: Act, edition: Edition, told: dict) -> list[Number]:
    """Four live numbers."""
    tiers = regulation_of(edition)["tiers"]
    prizes = sum(tier.count for tier in tiers)
    entries = Number(told["entries"], _("works sent in"))
    units = Number(told["units"], _("communes and wards take part"), len(communes.names()))
    authors = Number(facts.shares_of(edition)["authors"], pgettext("a count", "authors"))
    if act == Act.VOTE:
        works = Candidate.objects.in_edition(edition).standing().count()
        return [Number(works, _("works to choose from")), entries, units, authors]
    if act == Act.WINNERS:
        given = facts.all_winners().filter(decision__edition=edition).count()
        return [Number(given, _("works that won a prize")), entries, authors, units]
    return [entries, units, authors, Number(prizes, _("prizes to be won"))]


def best_of(edition: Edition) -> dict:
    """{"first" (of the highest prize), "next"}: what was announced, as its consents leave it."""
    awards = facts.winners(facts.all_winners().filter(decision__edition=edition)[:BEST])
    first = [award for award in awards if award.tier == awards[0].tier][:2]
    following = [award for award in awards if award not in first][:WORKS]
    return {"first": first, "next": following}


def vote_points(edition: Edition) -> Decimal | None:
    """The share of the public vote in the final score; None where it has none."""
    schemes = regulation_of(edition)["schemes"]
    if not schemes or schemes[-1].vote_formula == "none":
        return None
    return schemes[-1].vote_max


def line_of(steps: list[dict], at: datetime.datetime) -> list[dict]:
    """The steps of `facts.journey`, each with the `share` of it that has passed, in percent."""
    return [step | {"share": _passed(step["phase"], at)} for step in steps]


def _passed(phase: Phase, at: datetime.datetime) -> int:
    if at >= phase.closes_at:
        return 100
    if at <= phase.opens_at:
        return 0
    return round(100 * ((at - phase.opens_at) / (phase.closes_at - phase.opens_at)))


def themes_of(edition: Edition) -> list[dict]:
    """The fields with their scenes: [{"field", "scene", "count"}]."""
    counts = facts.shares_of(edition)["fields"]
    return [
        {"field": field, "scene": scene_of(field.code), "count": counts.get(field.pk, 0)}
        for field in regulation_of(edition)["fields"]
    ]


def scene_of(code: str) -> str:
    """The name of the drawing for a field's code."""
    drawn = list(SCENES.values())
    return SCENES.get(code) or drawn[seed_of(code) % len(drawn)]


def province_of(edition: Edition, asked: str) -> dict:
    """{"names", "taking_part", "chosen": {"code", "name", "count"} or None, "query" (of the
    map's address, with its outline)}.
    """
    counts = facts.shares_of(edition)["communes"]
    chosen = None
    name = dict(communes.names()).get(asked)
    if name:
        chosen = {"code": asked, "name": name, "count": counts.get(asked, 0)}
    return {
        "names": communes.names(),
        "taking_part": len(counts),
        "chosen": chosen,
        "query": f"?xa={asked}" if chosen else "",
    }


def prizes_of(edition: Edition) -> dict:
    """{"count", "money", "tiers": [{"tier", "metal", "medals"}]}; no tiers before there are any."""
    tiers: list[PrizeTier] = regulation_of(edition)["tiers"]
    rows = [
        {"tier": tier, "metal": metal_of(place), "medals": range(tier.count)}
        for place, tier in enumerate(tiers)
    ]
    money = sum(tier.count * tier.money for tier in tiers)
    return {"count": sum(tier.count for tier in tiers), "money": money, "tiers": rows}


def metal_of(place: int) -> str:
    """The metal of a tier's medal, by its place among the tiers."""
    return METALS[place] if place < len(METALS) else "la"


@dataclass(frozen=True)
class Offered:
    """A work of the running vote."""

    code: str
    face: Face


def offered(edition: Edition, at: datetime.datetime) -> list[Offered]:
    """A few works of the vote: the first of another published order every hour, so that none stands
    first for everybody.
    """
    hour = localtime(at)

    def first() -> list[int]:
        asked = gallery.Asked(hour.hour % gallery.ORDERS + 1)
        return gallery.arranged(edition, asked, at).works[:WORKS]

    keys = remembered(f"offered:{edition.pk}:{hour:%Y%m%d%H}", first, 3600)
    standing = Candidate.objects.in_edition(edition).standing().select_related("field", "kind")
    by_key = standing.in_bulk(keys)
    shown = [by_key[key] for key in keys if key in by_key]
    return [Offered(candidate.code, candidate.face(at)) for candidate in shown]


def beside(edition: Edition, at: datetime.datetime) -> list[dict]:
    """Other contests in which a visitor can do something now:
    [{"edition", "can_submit", "until"}], the one that closes first before the others.
    """
    open_now = Phase.objects.filter(
        kind__in=[Phase.Kind.SUBMISSION, Phase.Kind.VOTING], opens_at__lte=at, closes_at__gt=at
    )
    related = ("edition__poll", "edition__publication")
    found = []
    for phase in open_now.exclude(edition=edition).select_related(*related).order_by("closes_at"):
        can_submit = phase.kind == Phase.Kind.SUBMISSION
        if phase.edition.is_draft:
            continue
        if can_submit or hasattr(phase.edition, "poll"):
            told = {"edition": phase.edition, "can_submit": can_submit, "until": phase.closes_at}
            found.append(told)
    return found
