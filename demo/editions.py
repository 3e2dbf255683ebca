"""The four editions of the demonstration, walked by the same verbs up to the state in which each is
shown.
"""

import datetime
from decimal import Decimal
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localtime

from accounts.membership import grant
from accounts.models import Membership, Unit, User
from awards import announce, decision, ratification, standings, unsealing
from awards.certificates import issue, verify
from awards.models import Certificate
from competition import clock
from competition.models import Edition
from demo.edition import people, rules, texts
from demo.rehearsal import steps
from demo.rehearsal.cast import Cast, make_people
from demo.units import load_units
from foundation.jobs.drain import drain
from judging.councils import discussion, rounds
from judging.models import Assignment, BlindedEntry, Judge
from judging.results import ranking
from submissions.files import attach
from submissions.models import Entry, Invitation
from submissions.screening import correspondence, exhibits, screening
from submissions.sharing import behalf, invitations
from submissions.writing import drafting
from voting import casting, integrity, tally
from voting.models import Candidate

PASSWORD = "ThaiNguyen2026"  # noqa: S105  the published password of the demonstration
SEED = 57

# (e-mail, full name, what the person is): the table that `./run demo` prints.
LOGINS = [
    ("thisinh@example.vn", "Nông Thị Bích Ngọc", "entrant"),
    ("thuky@example.vn", "Trần Minh Khánh", "secretariat"),
    ("thuky2@example.vn", "Lê Thu Hiền", "secretariat, second person"),
    ("giamkhao@example.vn", "Phạm Quang Huy", "judge"),
    ("chutich@example.vn", "Hoàng Đình Sơn", "panel chair"),
    ("btc@example.vn", "Ma Thị Hồng Hạnh", "committee member"),
    ("cutri@example.vn", "Vũ Đức Long", "voter"),
    ("bientap@example.vn", "Đỗ Thùy Linh", "editor"),
    ("quantri@example.vn", "Nguyễn Thị Quản Trị", "administrator"),
    ("daumoi@example.vn", "Dương Thị Thanh Mai", "unit's focal point"),
]


class Demo:
    """Loads everything once."""

    def __init__(self, now: datetime.datetime):
        self.now = now
        self.rng = Random(SEED)

    def load(self) -> list[Edition]:
        """All four editions, the newest call first."""
        with clock.set_to(self.day(-420)):
            load_units(texts.UNITS, people.ORGANISATIONS)
            self.units = list(Unit.objects.filter(depth__gt=1).order_by("code"))
            self._people()
        return [self.announced(), self.in_judging(), self.youth(), self.initiatives()]

    def day(self, days: float) -> datetime.datetime:
        """That many days from now."""
        return self.now + datetime.timedelta(days=days)

    def morning(self, days: float) -> datetime.datetime:
        """The local midnight with which that day begins."""
        return localtime(self.day(days)).replace(hour=0, minute=0, second=0, microsecond=0)

    def _people(self) -> None:
        # Without the focal point, who joins when there are works of a unit: the crowd's draw stays
        # as it is.
        known = LOGINS[:-1]
        crowd = make_people(
            self.rng, len(known) + 130, "nguoi", password=PASSWORD, units=self.units
        )
        self.who: dict[str, User] = {}
        for user, (email, name, _role) in zip(crowd, known, strict=False):
            user.emailaddress_set.update(email=email)
            user.email, user.full_name = email, name
            user.save()
            self.who[email.partition("@")[0]] = user
        self.crowd = crowd[len(known) :]
        self.who["quantri"].is_superuser = True
        self.who["quantri"].save(update_fields=["is_superuser"])
        grant(self.who["bientap"], Membership.Role.EDITOR)

    def _cast(self, edition: Edition, offset: int) -> Cast:
        committee = [self.who["btc"], *self.crowd[120:126]]
        for user in (self.who["thuky"], self.who["thuky2"]):
            grant(user, Membership.Role.SECRETARIAT, edition_id=edition.pk)
        for user in committee:
            grant(user, Membership.Role.COMMITTEE, edition_id=edition.pk)
        judges = [
            self.who["chutich"],
            self.who["giamkhao"],
            *self.crowd[80 + offset : 80 + offset + 7],
        ]
        return Cast(
            self.who["thuky"],
            self.who["thuky2"],
            committee,
            judges,
            self.crowd[:40],
            self.crowd[:120],
        )

    def _contest(self):
        return rules.contest(
            "doi-moi-sang-tao",
            "Đổi mới sáng tạo – Vì Thái Nguyên thân yêu",
            "Innovation – For beloved Thai Nguyen",
        )

    def _enter(self, edition: Edition, cast: Cast, count: int, first: int, at) -> list[steps.Work]:
        owners = [self.who["thisinh"], *cast.entrants]
        with clock.set_to(at):
            works = [
                steps.write(
                    edition,
                    owners[index % len(owners)],
                    first + index,
                    SEED,
                    self.units,
                    at,
                    with_picture=index % 4 == 0,
                )
                for index in range(count)
            ]
            steps.submit_all(works, at)
            drain()
        return works

    def announced(self) -> Edition:
        """2025: through to the certificates; a tie leaves the first prize empty, one certificate is
        revoked.
        """
        begins = self.morning(-400)
        days = {
            "submission": (0, 90),
            "screening": (0, 110),
            "judging": (110, 150),
            "voting": (151, 180),
            "ratification": (181, 210),
            "announcement": (211, 399),
        }
        tiers = [
            ("Giải Nhất", "First prize", 1, 30_000_000),
            ("Giải Nhì", "Second prize", 3, 20_000_000),
            ("Giải Ba", "Third prize", 5, 12_000_000),
            ("Giải Khuyến khích", "Consolation prize", 8, 5_000_000),
        ]
        at = lambda day: begins + datetime.timedelta(days=day)  # noqa: E731
        with clock.set_to(at(-5)):
            edition = rules.edition(
                self._contest(),
                slug="2025",
                number=1,
                year=2025,
                name="Lần thứ nhất, năm 2025",
                name_en="First edition, 2025",
                begins=begins,
                days=days,
                tiers=tiers,
            )
            cast = self._cast(edition, 0)
        works = self._enter(edition, cast, 40, 0, at(60))
        steps.screen_and_seal(works, cast, screened=at(95), sealed=at(100))
        codes, vote_codes = steps.code_keys(works)
        equals = {works[0].key, works[1].key}
        with clock.set_to(at(112)):
            judging_round = steps.panels(edition, cast, sizes=4)
            steps.assign_and_open(judging_round, cast, at(112))
        overrides = {
            (code, seat): Decimal("0.95")
            for code, key in codes.items()
            if key in equals
            for seat in range(len(cast.judges))
        }
        with clock.set_to(at(140)):
            steps.score_all(judging_round, SEED, codes, at(140), overrides=overrides)
            self._discussed(judging_round, at(145.4))
        with clock.set_to(at(150)):
            rounds.close_round(judging_round=judging_round, by=cast.secretary, at=at(150))
            drain()
            ranking.freeze(judging_round=judging_round, by=cast.secretary, at=at(150))
            steps.meet(judging_round, cast, at(150.375))
        with clock.set_to(at(160)):
            self._votes(edition, cast, vote_codes, equals, at(152), at(179))
        with clock.set_to(at(181)):
            integrity.scan(edition=edition, by=cast.secretary, at=at(181))
            tally.close(edition=edition, by=cast.secretary, at=at(181))
            standing = standings.compute(edition=edition, by=cast.secretary, at=at(181))
            unsealing.ask(standing=standing, by=cast.secretary, at=at(181))
            unsealing.open(standing=standing, by=self.who["btc"], at=at(182))
            vote = ratification.open_ballot(standing=standing, by=cast.secretary, at=at(183))
            choices = dict.fromkeys(
                standing.rows.exclude(tier=None).values_list("pk", flat=True), True
            )
            for member in cast.committee[:6]:
                ratification.vote(ratification=vote, choices=choices, by=member, at=at(184))
            vote = ratification.close(ratification=vote, by=cast.secretary, at=at(190))
        with clock.set_to(at(212)):
            adopted = decision.adopt(
                ratification=vote,
                number="86/QĐ-BTCCT",
                date=at(211).date(),
                signer_name=edition.signer_name,
                signer_title=edition.signer_title,
                by=cast.secretary,
                at=at(211),
            )
            announce.announce(decision=adopted, by=cast.secretary, at=at(212))
            issue.issue(decision=adopted, by=cast.secretary, at=at(213))
            drain()
            last = Certificate.objects.filter(award__decision=adopted).order_by("serial").last()
            verify.revoke(
                certificate=last,
                reason="Tác giả xin rút khỏi danh sách do trùng lặp với giải thưởng khác.",
                by=cast.secretary,
                at=at(300),
            )
        return edition

    def _discussed(self, judging_round, at: datetime.datetime) -> None:
        """Two members talk about the entry on which they are furthest apart."""
        for panel in judging_round.panels.order_by("pk"):
            entry = discussion.spreads(panel)[0].entry
            chair, member = panel.judges.order_by("pk")[:2]
            discussion.say(
                entry=entry,
                text=(
                    "Số liệu trước và sau khi áp dụng ở mục 5 chưa cùng một vụ, tôi chấm thấp vì "
                    "vậy."
                ),
                by=chair.user,
                at=at,
            )
            text = "Tôi đồng ý phần số liệu, nhưng khả năng áp dụng rộng là rõ: đã có ba nơi dùng."
            discussion.say(
                entry=entry, text=text, by=member.user, at=at + datetime.timedelta(hours=3)
            )

    def _votes(
        self, edition: Edition, cast: Cast, keys: dict[str, str], equals: set[str], opens, closes
    ) -> None:
        """Votes for all by seed, at most half of the voters for each; the two equals get the same,
        highest number.
        """
        for candidate in sorted(
            Candidate.objects.in_edition(edition), key=lambda candidate: keys[candidate.code]
        ):
            key = keys[candidate.code]
            votes = 60 if key in equals else int(50 * steps.draw(SEED, "popular", key) ** 2)
            for voter in self.rng.sample(cast.voters[:90], votes):
                at = opens + (closes - opens) * self.rng.random()
                address = f"10.{self.rng.randrange(250)}.{self.rng.randrange(250)}.1"
                casting.cast(candidate=candidate, by=voter, at=at, address=address)

    def in_judging(self) -> Edition:
        """2026: half of the sheets are locked; one judge is late, one has a conflict, two disagree
        about a work.
        """
        begins = self.morning(-80)
        days = {
            "submission": (0, 60),
            "screening": (0, 70),
            "judging": (70, 105),
            "voting": (106, 125),
            "ratification": (126, 140),
            "announcement": (141, 200),
        }
        with clock.set_to(begins - datetime.timedelta(days=3)):
            edition = rules.edition(
                self._contest(),
                slug="2026",
                number=2,
                year=2026,
                name="Lần thứ hai, năm 2026",
                name_en="Second edition, 2026",
                begins=begins,
                days=days,
                final=True,
            )
            cast = self._cast(edition, 10)
        works = self._enter(edition, cast, 20, 40, begins + datetime.timedelta(days=50))
        # A judge who works where an entrant comes from, and is related to that work alone.
        Entry.objects.filter(pk=works[3].entry.pk).update(unit=self.who["giamkhao"].unit)
        at = self.day(-12)
        steps.screen_and_seal(works, cast, screened=self.day(-15), sealed=at)
        with clock.set_to(self.day(-9)):
            judging_round = steps.panels(edition, cast, sizes=4)
            steps.assign_and_open(judging_round, cast, self.day(-9))
        codes, _votes = steps.code_keys(works)
        seats = list(Judge.objects.filter(panel__round=judging_round).order_by("pk"))
        mine = Assignment.objects.filter(judge__user=self.who["giamkhao"]).values_list(
            "pk", flat=True
        )
        late = Assignment.objects.filter(judge=seats[4]).values_list("pk", flat=True)
        left = (
            Assignment.objects.filter(judge__panel__round=judging_round)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        skip = {*late, *list(mine)[2:], *[pk for pk in left if pk % 3 == 0]}
        contested = (
            BlindedEntry.objects.filter(
                round=judging_round, assignments__in=Assignment.objects.exclude(pk__in=skip)
            )
            .order_by("pk")
            .first()
        )
        overrides = {
            (contested.code, seat): Decimal("0.95" if seat % 2 else "0.3")
            for seat in range(len(seats))
        }
        with clock.set_to(self.day(-4)):
            steps.score_all(
                judging_round, SEED, codes, self.day(-4), skip=skip, overrides=overrides
            )
        return edition

    def youth(self) -> Edition:
        """A youth contest that is open: drafts, submitted, returned and accepted dossiers."""
        begins = self.morning(-30)
        days = {
            "submission": (0, 53),
            "screening": (0, 63),
            "judging": (64, 85),
            "voting": (86, 100),
            "ratification": (101, 112),
            "announcement": (113, 150),
        }
        with clock.set_to(begins - datetime.timedelta(days=3)):
            contest = rules.contest(
                "sang-tao-tre", "Sáng tạo trẻ Thái Nguyên", "Young inventors of Thai Nguyen"
            )
            edition = rules.edition(
                contest,
                slug="sang-tao-tre-2026",
                number=1,
                year=2026,
                name="Sáng tạo trẻ, năm 2026",
                name_en="Young inventors 2026",
                begins=begins,
                days=days,
                prefix="STT",
                call="Ý tưởng của bạn, ngày mai của quê hương",
                call_en="Your idea, tomorrow's home",
                summary=(
                    "Cuộc thi dành cho học sinh, sinh viên và người trẻ dưới 30 tuổi có ý tưởng, "
                    "mô hình, sản phẩm mới."
                ),
                summary_en=(
                    "For pupils, students and young people under 30 with a new idea, model or "
                    "product."
                ),
            )
            cast = self._cast(edition, 20)
        works = self._enter(edition, cast, 7, 60, self.day(-6))
        self._focal_point(edition, works)
        screening.return_for_changes(
            entry=works[0].entry,
            by=cast.secretary,
            at=self.day(-2),
            reason=(
                "Bản mô tả chưa nêu số liệu trước khi áp dụng. Đề nghị bổ sung bảng so sánh trước "
                "– sau và nộp lại."
            ),
        )
        for work in works[1:3]:
            screening.accept(
                entry=work.entry,
                by=cast.secretary,
                at=self.day(-2),
                checks=edition.screening_points,
            )
        self._secretariats_days(edition, cast, works)
        with clock.set_to(self.day(-1)):
            for place, owner in enumerate([self.who["thisinh"], *cast.entrants[30:32]]):
                entry = drafting.start_draft(edition=edition, by=owner, at=self.day(-1))
                title = texts.title(70 + place)["title"]
                drafting.save_draft(
                    entry=entry,
                    by=owner,
                    revision=0,
                    changes={"title": title, "field": edition.fields.all()[place]},
                )
                upload = SimpleUploadedFile("phac-thao.png", steps.sketch(f"draft{place}"))
                attach.attach(entry=entry, upload=upload, by=owner, caption="Phác thảo ban đầu")
            drain()
        return edition

    def _secretariats_days(self, edition: Edition, cast: Cast, works: list[steps.Work]) -> None:
        """Letters, a co-author who confirmed, an exhibit in keeping, a dossier that
        came on paper.
        """
        returned, accepted, office, at = (
            works[0].entry,
            works[1].entry,
            cast.secretary,
            self.day(-2),
        )
        correspondence.write(
            entry=accepted,
            text=(
                "Đề nghị cho biết mô hình có thể mang đến trưng bày tại hội trường ngày 20/12 "
                "không."
            ),
            asks=True,
            by=office,
            at=at,
        )
        correspondence.answer(
            entry=accepted,
            text="Chúng tôi mang được, mô hình nặng 45 kg, cần ổ điện 220 V.",
            by=accepted.owner,
            at=self.day(-1.5),
        )
        screening.hand_to(
            entries=[works[4].entry, works[5].entry], colleague=cast.second, by=office, at=at
        )
        friend, address = cast.entrants[33], cast.entrants[33].email
        invited, _token = invitations.invite(
            entry=returned, email=address, right=Invitation.Right.EDIT, by=returned.owner, at=at
        )
        invitations.accept(invitation=invited, by=friend, at=self.day(-1.5))
        invitations.invite(
            entry=returned,
            email="dong-tac-gia@example.vn",
            right=Invitation.Right.VIEW,
            by=returned.owner,
            at=at,
        )
        about = {
            "kind": "model",
            "name": "Mô hình tỷ lệ 1:5, khung nhôm",
            "count": 1,
            "condition": "Nguyên vẹn, kèm bộ nguồn",
        }
        received = exhibits.receive(
            entry=accepted, brought_by=accepted.owner.full_name, by=office, at=at, **about
        )
        exhibits.move(
            exhibit=received.exhibit,
            kind="stored",
            where="Kho tầng 1, giá số 3",
            note="",
            by=office,
            at=self.day(-1.5),
        )
        columns = {
            "title": "Cách ủ phân từ bã chè và thân ngô",
            "field": edition.fields.last(),
            "unit": self.units[14],
        }
        behalf.start(
            edition=edition,
            full_name="Triệu Văn Páo",
            phone="+84912000321",
            on_paper=True,
            by=office,
            at=at,
            columns=columns,
        )
        drain()

    def _focal_point(self, edition: Edition, works: list[steps.Work]) -> None:
        """The focal point of a commune from which three works came."""
        unit = works[3].entry.unit
        Entry.objects.filter(pk__in=[work.entry.pk for work in works[3:6]]).update(unit=unit)
        email, name, _role = LOGINS[-1]
        user = make_people(Random(SEED), 1, "daumoi", password=PASSWORD)[0]
        user.emailaddress_set.update(email=email)
        user.email, user.full_name, user.unit = email, name, unit
        user.save()
        grant(user, Membership.Role.FOCAL_POINT, edition_id=edition.pk)

    def initiatives(self) -> Edition:
        """An initiative round whose vote is open; a cluster of votes from one network was set
        aside.
        """
        begins = self.morning(-100)
        days = {
            "submission": (0, 50),
            "screening": (0, 58),
            "judging": (58, 88),
            "voting": (90, 112),
            "ratification": (113, 125),
            "announcement": (126, 160),
        }
        with clock.set_to(begins - datetime.timedelta(days=3)):
            contest = rules.contest(
                "sang-kien", "Sáng kiến vì cộng đồng", "Initiatives for the community"
            )
            edition = rules.edition(
                contest,
                slug="sang-kien-2026",
                number=1,
                year=2026,
                name="Sáng kiến cộng đồng, đợt 2 năm 2026",
                name_en="Community initiatives, round 2 of 2026",
                begins=begins,
                days=days,
                prefix="SK",
            )
            cast = self._cast(edition, 30)
        works = self._enter(edition, cast, 12, 20, begins + datetime.timedelta(days=40))
        steps.screen_and_seal(works, cast, screened=self.day(-46), sealed=self.day(-45))
        with clock.set_to(self.day(-41)):
            judging_round = steps.panels(edition, cast, sizes=9)
            steps.assign_and_open(judging_round, cast, self.day(-41))
        codes, keys = steps.code_keys(works)
        with clock.set_to(self.day(-20)):
            steps.score_all(judging_round, SEED, codes, self.day(-20))
            rounds.close_round(judging_round=judging_round, by=cast.secretary, at=self.day(-13))
            drain()
            ranking.freeze(judging_round=judging_round, by=cast.secretary, at=self.day(-13))
        with clock.set_to(self.day(-9)):
            self._votes(edition, cast, keys, set(), self.day(-9), self.day(-0.1))
            crowded = Candidate.objects.in_edition(edition).order_by("title").first()
            for number, voter in enumerate(self.crowd[90:120]):
                casting.cast(
                    candidate=crowded,
                    by=voter,
                    at=self.day(-1) + datetime.timedelta(seconds=9 * number),
                    address="203.113.7.9",
                )
            integrity.scan(edition=edition, by=cast.secretary, at=self.day(-0.5))
        return edition
