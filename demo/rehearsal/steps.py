"""The steps of a rehearsal, each through the same verbs that the pages call; data by seed, time by
an injected clock.
"""

import datetime
import functools
import hashlib
import io
import multiprocessing
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from accounts.models import Unit, User
from competition import clock, joint_requests
from competition.models import Criterion, Edition
from demo.edition import people, texts
from demo.rehearsal.cast import Cast
from foundation.jobs.drain import drain
from foundation.papers import pdf
from judging.assigning import assignment
from judging.councils import meetings, rounds, undertakings
from judging.councils.panels import appoint, establish_panel
from judging.models import Assignment, Judge, Meeting, Round
from judging.papers import minutes
from judging.scoring import scoresheets
from submissions.files import attach
from submissions.models import Entry, EntryConsent, Sealing, SimilarPair
from submissions.models.drafts import ADULT
from submissions.screening import screening
from submissions.sealing import looks, preview, redacting, sealing
from submissions.similarity import search
from submissions.writing import drafting, intake
from voting import casting, clusters
from voting.models import Ballot, Candidate


@dataclass(frozen=True)
class Work:
    """One entry of the rehearsal with the key by which its seed is known."""

    key: str
    entry: Entry


def draw(*parts: object) -> float:
    """A number in [0, 1) from the parts, the same on every machine."""
    digest = hashlib.sha256("|".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def description_pdf(title: str, answers: dict[str, str]) -> bytes:
    """The description that an entrant would upload: a few pages of the answers."""
    return _laid_out(title, "\n\n".join(answers.values()))


def descriptions(count: int, seed: int, processes: int) -> Iterable[bytes]:
    """The description of each entry by index, laid out by that many processes: entrants write
    theirs at home, all at once.
    """
    if processes < 2:
        return map(functools.partial(_description_by, seed), range(count))
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("fork")) as homes:
        return list(homes.map(functools.partial(_description_by, seed), range(count), chunksize=8))


def _description_by(seed: int, index: int) -> bytes:
    title = texts.title(index)
    answers = texts.dossier(_pen(seed, index), title["field"])
    del answers["summary"]
    return description_pdf(title["title"], answers)


def _pen(seed: int, index: int) -> Random:
    return Random(f"{seed}|entry|{index}")


@functools.lru_cache(maxsize=64)  # rehearsals of one seed write the same descriptions
def _laid_out(title: str, text: str) -> bytes:
    return pdf.render("demo_description.html", {"title": title, "paragraphs": text.split("\n\n")})


def sketch(key: str) -> bytes:
    """A simple drawing as PNG, in place of a photograph."""
    rng = Random(key)
    picture = Image.new("RGB", (960, 640), (232, 243, 230))
    pen = ImageDraw.Draw(picture)
    for _ in range(14):
        x = rng.randint(0, 960)
        y = rng.randint(0, 640)
        r = rng.randint(20, 150)
        shade = rng.randint(60, 190)
        pen.ellipse(
            [x - r, y - r, x + r, y + r],
            outline=(28, 107 + shade // 4, 71),
            width=rng.randint(2, 9),
        )
    output = io.BytesIO()
    picture.save(output, "PNG")
    return output.getvalue()


def write(
    edition: Edition,
    owner: User,
    index: int,
    seed: int,
    units: list[Unit],
    at: datetime.datetime,
    *,
    description: bytes | None = None,
    with_picture: bool = False,
) -> Work:
    """One complete draft: texts by seed, one to four authors whose shares add up to 100, its
    description as PDF.
    """
    rng = _pen(seed, index)
    title = texts.title(index)
    answers = texts.dossier(rng, title["field"])
    summary = answers.pop("summary")
    kinds = list(edition.kinds.all())
    entry = drafting.start_draft(edition=edition, by=owner, at=at)
    authors = [author | _born(edition, author["full_name"]) for author in _authors(rng, owner)]
    changes = {
        "title": title["title"],
        "summary": summary,
        "field": edition.fields.get(code=title["field"]),
        "kind": kinds[index % len(kinds)],
        "unit": units[rng.randrange(len(units))],
        "answers": answers | _typed(rng),
        "entrant": Entry.Entrant.GROUP if len(authors) > 1 else Entry.Entrant.PERSON,
    }
    entry = drafting.save_draft(
        entry=entry, by=owner, revision=entry.revision, authors=authors, changes=changes
    )
    _attach(entry, "Thuyết minh giải pháp.pdf", description or _description_by(seed, index))
    if with_picture:
        _attach(entry, "hinh-anh.png", sketch(f"{seed}{index}"), caption="Hình ảnh mô hình")
    return Work(f"E{index:04d}", entry)


def _attach(
    entry: Entry, name: str, content: bytes, *, caption: str = "Thuyết minh giải pháp"
) -> None:
    upload = SimpleUploadedFile(name, content)
    attach.attach(entry=entry, upload=upload, by=entry.owner, caption=caption)


def _typed(rng: Random) -> dict:
    """Answers to the questions that are not prose, as the dossier keeps them."""
    before = rng.randint(40, 90)
    return {
        "first_applied": f"2025-{rng.randint(1, 9):02d}-{rng.randint(1, 28):02d}",
        "saving": str(rng.randint(5, 400) * 1_000_000),
        "area": f"{rng.randint(1, 60)}.5",
        "stage": rng.choice(["Mô hình thử nghiệm", "Đã áp dụng thực tế"]),
        "paid_by_state": "no",
        "benefits": [
            {"what": "Công lao động (giờ/ha)", "before": str(before), "after": str(before // 2)}
        ],
    }


def _authors(rng: Random, owner: User) -> list[dict]:
    others = [people.full_name(rng) for _ in range(rng.choice([0, 0, 1, 1, 2, 3]))]
    weights = [rng.randint(2, 9) for _ in range(len(others) + 1)]
    shares = [Decimal(100 * weight // sum(weights)) for weight in weights]
    shares[0] += 100 - sum(shares)
    workplace = owner.unit.name if owner.unit else ""
    return [
        {
            "full_name": name,
            "share": share,
            "position": rng.choice(people.POSITIONS),
            "workplace": workplace,
            "email": owner.email if place == 0 else "",
            "phone": "",
        }
        for place, (name, share) in enumerate(zip([owner.full_name, *others], shares, strict=True))
    ]


def _born(edition: Edition, name: str) -> dict[str, datetime.date]:
    """The date of birth of an author, grown up, where the rules set an age at most."""
    if edition.max_age is None:
        return {}
    youngest = ADULT + 1
    years = youngest + (edition.max_age - youngest) * draw("birth", name)
    return {"birth_date": edition.closing_day - datetime.timedelta(days=365.25 * years)}


def submit_all(works: Iterable[Work], at: datetime.datetime) -> None:
    """Submit every draft, after its authors have looked at what judges will see: those copies are
    the ones that are sealed.
    """
    works = list(works)
    for work in works:
        preview.of(work.entry)
    drain()
    for work in works:
        intake.submit(entry=work.entry, by=work.entry.owner, at=at, consents=set(EntryConsent.Kind))


def screen_and_seal(
    works: Iterable[Work], cast: Cast, *, screened: datetime.datetime, sealed: datetime.datetime
) -> None:
    """Compare, accept and seal every dossier."""
    for work in works:
        compare(work.entry, by=cast.secretary, at=screened)
        screening.accept(
            entry=work.entry,
            by=cast.secretary,
            at=screened,
            checks=work.entry.edition.screening_points,
        )
    with clock.set_to(sealed):
        for work in works:
            prepared = sealing.prepare(entry=work.entry, by=cast.secretary, at=sealed)
            for word in looks.undecided(prepared):
                prepared = redacting.decide(
                    entry=work.entry, word=word, is_masked=True, by=cast.secretary, at=sealed
                )
            look_through(prepared, by=cast.secretary, at=sealed)
            sealing.seal(sealing=prepared, by=cast.secretary, at=sealed)
        drain()


def compare(entry: Entry, *, by: User, at: datetime.datetime) -> None:
    """Somebody looks at every entry that resembles this one; invented texts often do."""
    for pair in SimilarPair.objects.filter(version=entry.latest_version(), looked_at=None):
        search.look_at(pair=pair, because="Khác đối tượng và địa bàn áp dụng.", by=by, at=at)


def look_through(copy: Sealing, *, by: User, at: datetime.datetime) -> None:
    """Somebody looks at every page of a blinded copy that waits for a person's eye."""
    pages = [looks.Shown(page.file.place, page.page, page.digest) for page in looks.waiting(copy)]
    for start in range(0, len(pages), looks.MOST):
        shown = pages[start : start + looks.MOST]
        looks.look(entry=copy.version.entry, shown=shown, by=by, at=at)


def panels(edition: Edition, cast: Cast, sizes: int, judging_round: Round | None = None) -> Round:
    """Fields in groups, one panel a group of at least `sizes` judges; the first of each panel is
    its chair.
    """
    judging_round = judging_round or rounds.prepare_round(
        edition=edition, by=cast.secretary, name="Vòng chấm chuyên môn"
    )
    fields = list(edition.fields.all())
    count = max(1, min(len(fields), len(cast.judges) // max(1, sizes)))
    for number in range(count):
        panel = establish_panel(
            judging_round=judging_round,
            name=f"Hội đồng chuyên môn số {number + 1}",
            fields=fields[number::count],
            by=cast.secretary,
            decision_number=f"{number + 21}/QĐ-BTCCT",
        )
        for place, judge in enumerate(cast.judges[number::count]):
            seat = appoint(
                panel=panel,
                user=judge,
                reason=panel.decision_number,
                by=cast.secretary,
                at=clock.now(),
                position="chair" if place == 0 else "judge",
                max_load=400,
            )
            undertakings.sign(judge=seat, by=judge, at=clock.now())
    drain()
    return judging_round


def assign_and_open(judging_round: Round, cast: Cast, at: datetime.datetime) -> None:
    """Propose, confirm, open."""
    assignment.propose(judging_round=judging_round, by=cast.secretary)
    assignment.confirm(judging_round=judging_round, by=cast.secretary, at=at)
    rounds.open_round(judging_round=judging_round, by=cast.secretary, at=at)


def points_for(
    criteria: Iterable[Criterion], seed: int, key: str, seat: int, override: Decimal | None = None
) -> dict[int, str]:
    """A judge's points: the entry's quality, the judge's severity and a little noise, in the
    criterion's steps.
    """
    quality = 0.45 + 0.5 * draw(seed, "quality", key)
    severity = 0.1 * (draw(seed, "severity", seat) - 0.5)
    points = {}
    for criterion in criteria:
        noise = 0.12 * (draw(seed, "noise", key, seat, criterion.order) - 0.5)
        share = min(1.0, max(0.0, quality + severity + noise))
        if override is not None:
            share = float(override)
        steps = round(share * float(criterion.max_points / criterion.step))
        points[criterion.pk] = str(min(criterion.max_points, steps * criterion.step))
    return points


def score_all(
    judging_round: Round,
    seed: int,
    keys: dict[str, str],
    at: datetime.datetime,
    *,
    skip: Collection[int] = (),
    overrides: Mapping[tuple[str, int], Decimal] | None = None,
) -> int:
    """Lock every sheet. `keys` maps blind codes to seed keys, `skip` holds assignment ids left
    alone, `overrides` maps (code, seat) to a share of the maximum. Returns the number of locked
    sheets.
    """
    criteria = list(judging_round.scheme.criteria.all())
    seats = seats_of(judging_round)
    of_round = Assignment.objects.countable().filter(judge__panel__round=judging_round)
    waiting = of_round.filter(sheet=None).exclude(pk__in=skip)
    locked = 0
    for assigned in waiting.select_related("judge__user", "blinded_entry"):
        code = assigned.blinded_entry.code
        seat = seats[assigned.judge_id]
        override = (overrides or {}).get((code, seat))
        scoresheets.submit_sheet(
            assignment=assigned,
            points=points_for(criteria, seed, keys[code], seat, override),
            comment="Số liệu rõ ràng, cần làm rõ thêm chi phí nhân rộng.",
            # Judges write to the entrant seldom.
            remark="" if seat else "Nên ghi rõ hơn chi phí khi nhân rộng.",
            by=assigned.judge.user,
            at=at,
        )
        locked += 1
    return locked


def seats_of(judging_round: Round) -> dict[int, int]:
    """{id of a judge: the number of the seat in the round}."""
    judges = Judge.objects.filter(panel__round=judging_round).order_by("pk")
    return {judge.pk: seat for seat, judge in enumerate(judges)}


def meet(judging_round: Round, cast: Cast, at: datetime.datetime) -> list[Meeting]:
    """Each council meets: everybody is there, the chair concludes, the minutes are drafted."""
    held = []
    for panel in judging_round.panels.order_by("pk"):
        meeting = meetings.call(
            panel=panel, held_at=at, place="Sở Khoa học và Công nghệ", by=cast.secretary
        )
        members = list(meetings.members(panel))
        meetings.note_attendance(meeting=meeting, present=members, by=cast.secretary)
        chair = panel.judges.get(position="chair").user
        text = "Hội đồng nhất trí với kết quả chấm và đề nghị Ban Tổ chức xem xét theo thể lệ."
        meeting = meetings.conclude(meeting=meeting, text=text, by=chair, at=at)
        held.append(minutes.draft_minutes(meeting=meeting, by=cast.secretary))
    return held


def vote_all(
    edition: Edition,
    voters: list[User],
    votes: int,
    seed: int,
    keys: dict[str, str],
    opens: datetime.datetime,
    closes: datetime.datetime,
) -> int:
    """Cast that many votes: popularity by entry, time and network by seed. `keys` maps vote codes
    to seed keys.
    """
    candidates = sorted(
        Candidate.objects.in_edition(edition).standing(), key=lambda candidate: keys[candidate.code]
    )
    weights = [0.05 + draw(seed, "popular", keys[candidate.code]) ** 3 for candidate in candidates]
    rng = Random(f"{seed}|votes")
    cast_votes = 0
    seen: set[tuple[int, int]] = set()
    span = (closes - opens).total_seconds() - 60
    while cast_votes < min(votes, len(voters) * len(candidates)):
        voter = rng.randrange(len(voters))
        choice = rng.choices(range(len(candidates)), weights)[0]
        at = opens + datetime.timedelta(seconds=rng.random() * span)
        address = f"10.{rng.randrange(256)}.{rng.randrange(256)}.7"
        if (voter, choice) in seen:
            continue
        seen.add((voter, choice))
        casting.cast(candidate=candidates[choice], by=voters[voter], at=at, address=address)
        cast_votes += 1
    return cast_votes


def code_keys(works: Iterable[Work]) -> tuple[dict[str, str], dict[str, str]]:
    """Blind code -> seed key, and vote code -> seed key: what a rehearsal may know and
    nobody else.
    """
    judging: dict[str, str] = {}
    voting: dict[str, str] = {}
    for work in works:
        sealed = sealing.live_sealing(work.entry)
        if sealed:
            judging[sealed.judging_code] = work.key
            voting[sealed.vote_code] = work.key
    return judging, voting


def rule_on_clusters(
    edition: Edition, secretary: User, second: User, at: datetime.datetime
) -> None:
    """Two people leave every cluster of ballots that was set aside as it is."""
    waiting = Ballot.objects.not_ruled_on().filter(candidate__edition=edition).order_by()
    found = set(waiting.values_list("candidate__code", "network"))
    for code, network in sorted(found):
        reason = "Phiếu dồn dập từ một mạng, không ai giải trình"
        joint = clusters.ask(
            edition=edition,
            code=code,
            network=network,
            counts=False,
            reason=reason,
            by=secretary,
            at=at,
        )
        joint_requests.agree(joint=joint, by=second, at=at)
