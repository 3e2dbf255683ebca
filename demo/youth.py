"""A youth contest that is open: drafts, submitted, returned and accepted dossiers."""

import datetime
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Membership
from competition import clock
from competition.models import Edition
from demo.edition import rules, texts
from demo.rehearsal import steps
from demo.rehearsal.cast import Cast, give, make_people
from demo.stage import LOGINS, PASSWORD, SEED, Stage, name_person
from foundation.jobs.drain import drain
from submissions.files import attach
from submissions.models import Entry, Invitation
from submissions.screening import correspondence, exhibits, screening
from submissions.sharing import behalf, invitations
from submissions.writing import drafting

DAYS = {
    "submission": (0, 53),
    "screening": (0, 63),
    "judging": (64, 85),
    "voting": (86, 100),
    "ratification": (101, 112),
    "announcement": (113, 150),
}
OLDEST = 29  # years of an author: under 30


def load(stage: Stage) -> Edition:
    """The whole edition."""
    edition = _edition(stage)
    with clock.set_to(stage.morning(-30) - datetime.timedelta(days=3)):
        cast = stage.cast_of(edition, 20)
    works = stage.enter(edition, cast, 7, 60, stage.day(-6))
    _focal_point(edition, works)
    _screen(stage, edition, cast, works)
    _correspond(stage, cast, works[1].entry)
    _share_out(stage, cast, works)
    _keep_exhibit(stage, cast, works[1].entry)
    _take_on_paper(stage, edition, cast)
    _begin_drafts(stage, edition, cast)
    return edition


def _edition(stage: Stage) -> Edition:
    begins = stage.morning(-30)
    with clock.set_to(begins - datetime.timedelta(days=3)):
        contest = rules.contest(
            "sang-tao-tre", "Sáng tạo trẻ Thái Nguyên", "Young inventors of Thai Nguyen"
        )
        return rules.edition(
            contest,
            slug="sang-tao-tre-2026",
            number=1,
            year=2026,
            name="Sáng tạo trẻ, năm 2026",
            name_en="Young inventors 2026",
            begins=begins,
            days=DAYS,
            prefix="STT",
            call="Ý tưởng của bạn, ngày mai của quê hương",
            call_en="Your idea, tomorrow's home",
            summary=(
                "Cuộc thi dành cho học sinh, sinh viên và người trẻ có ý tưởng, mô hình, "
                "sản phẩm mới."
            ),
            summary_en=("For pupils, students and young people with a new idea, model or product."),
            max_age=OLDEST,
        )


def _focal_point(edition: Edition, works: list[steps.Work]) -> None:
    """The focal point of a commune from which three works came."""
    unit = works[3].entry.unit
    Entry.objects.filter(pk__in=[work.entry.pk for work in works[3:6]]).update(unit=unit)
    email, full_name, _role = LOGINS[-1]
    user = make_people(Random(SEED), 1, "daumoi", password=PASSWORD)[0]
    user.unit = unit
    name_person(user, email, full_name)
    give(user, Membership.Role.FOCAL_POINT, edition, unit=user.unit)


def _screen(stage: Stage, edition: Edition, cast: Cast, works: list[steps.Work]) -> None:
    """One dossier is returned, two are accepted."""
    at = stage.day(-2)
    screening.return_for_changes(
        entry=works[0].entry,
        by=cast.secretary,
        at=at,
        reason=(
            "Bản mô tả chưa nêu số liệu trước khi áp dụng. Đề nghị bổ sung bảng so sánh trước "
            "– sau và nộp lại."
        ),
    )
    for work in works[1:3]:
        steps.compare(work.entry, by=cast.secretary, at=at)
        screening.accept(
            entry=work.entry, by=cast.secretary, at=at, checks=edition.screening_points
        )


def _correspond(stage: Stage, cast: Cast, accepted: Entry) -> None:
    """A letter with a question, and the entrant's answer."""
    correspondence.write(
        entry=accepted,
        text="Đề nghị cho biết mô hình có thể mang đến trưng bày tại hội trường ngày 20/12 không.",
        asks=True,
        by=cast.secretary,
        at=stage.day(-2),
    )
    correspondence.answer(
        entry=accepted,
        text="Chúng tôi mang được, mô hình nặng 45 kg, cần ổ điện 220 V.",
        by=accepted.owner,
        at=stage.day(-1.5),
    )


def _share_out(stage: Stage, cast: Cast, works: list[steps.Work]) -> None:
    """Two dossiers go to a colleague; a co-author has confirmed, another is asked."""
    at = stage.day(-2)
    screening.hand_to(
        entries=[works[4].entry, works[5].entry],
        colleague=cast.second,
        by=cast.secretary,
        at=at,
    )
    returned = works[0].entry
    friend = cast.entrants[33]
    invited, _token = invitations.invite(
        entry=returned,
        email=friend.email or "",
        right=Invitation.Right.EDIT,
        by=returned.owner,
        at=at,
    )
    invitations.accept(invitation=invited, by=friend, at=stage.day(-1.5))
    invitations.invite(
        entry=returned,
        email="dong-tac-gia@example.vn",
        right=Invitation.Right.VIEW,
        by=returned.owner,
        at=at,
    )


def _keep_exhibit(stage: Stage, cast: Cast, accepted: Entry) -> None:
    """A model was brought and stored."""
    received = exhibits.receive(
        entry=accepted,
        kind="model",
        name="Mô hình tỷ lệ 1:5, khung nhôm",
        count=1,
        condition="Nguyên vẹn, kèm bộ nguồn",
        brought_by=accepted.owner.full_name,
        by=cast.secretary,
        at=stage.day(-2),
    )
    exhibits.move(
        exhibit=received.exhibit,
        kind="stored",
        where="Kho tầng 1, giá số 3",
        note="",
        by=cast.secretary,
        at=stage.day(-1.5),
    )


def _take_on_paper(stage: Stage, edition: Edition, cast: Cast) -> None:
    """A dossier that came on paper is begun for its author."""
    behalf.start(
        edition=edition,
        full_name="Triệu Văn Páo",
        phone="+84912000321",
        on_paper=True,
        by=cast.secretary,
        at=stage.day(-2),
        columns={
            "title": "Cách ủ phân từ bã chè và thân ngô",
            "field": edition.fields.last(),
            "unit": stage.units[14],
        },
    )
    drain()


def _begin_drafts(stage: Stage, edition: Edition, cast: Cast) -> None:
    """Three people have begun to write."""
    at = stage.day(-1)
    with clock.set_to(at):
        for place, owner in enumerate([stage.who["thisinh"], *cast.entrants[30:32]]):
            entry = drafting.start_draft(edition=edition, by=owner, at=at)
            drafting.save_draft(
                entry=entry,
                by=owner,
                revision=0,
                changes={
                    "title": texts.title(70 + place)["title"],
                    "field": edition.fields.all()[place],
                },
            )
            upload = SimpleUploadedFile("phac-thao.png", steps.sketch(f"draft{place}"))
            attach.attach(entry=entry, upload=upload, by=owner, caption="Phác thảo ban đầu")
        drain()
