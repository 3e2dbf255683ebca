"""Dossiers of more than one pair of hands: invitations, codes of slips, paper, lists."""

import csv
import datetime
import io
import re

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from accounts.models import Unit
from competition import clock
from competition.errors import NotAllowed, PhaseClosed, Refused, WrongState
from competition.models import Phase
from demo.rehearsal import steps
from foundation.jobs import work
from foundation.jobs.drain import drain
from foundation.ledger.models import Event
from foundation.notifications.models import Message
from submissions.models import Entry, Handover, ImportedList, Invitation
from submissions.sharing import behalf, bulk, invitations, units
from submissions.writing import drafting, intake
from submissions.writing.checklist import missing

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def draft(begun):
    """A complete draft whose file is checked."""
    with begun.step("x", 2) as at:
        entry = steps.write(begun.edition, begun.cast.entrants[0], 0, 1, begun.units, at).entry
        drain()
    return Entry.objects.get(pk=entry.pk)


def invited(begun, draft, right="view", email="ban@example.vn", day=3):
    with begun.step("x", day) as at:
        return invitations.invite(entry=draft, email=email, right=right, by=draft.owner, at=at)


class TestInvitations:
    def test_a_mail_brings_the_link_and_the_co_author_confirms_and_reads(
        self, begun, draft, client, mailoutbox
    ):
        friend = begun.cast.entrants[1]
        client.force_login(draft.owner, backend=BACKEND)
        with begun.step("x", 3):
            page = client.post(
                reverse("invite_coauthor", args=[draft.public_id]),
                {"email": "ban@example.vn", "right": "view"},
            ).content.decode()
            drain()
        link = re.search(r"/ho-so/loi-moi/[\w-]+/", mailoutbox[-1].body)[0]
        assert link in page
        assert mailoutbox[-1].to == ["ban@example.vn"]
        own = reverse("entry", args=[draft.public_id])
        client.force_login(friend, backend=BACKEND)
        assert client.get(own).status_code == 404
        with begun.step("x", 4):
            assert draft.title in client.get(link).content.decode()
            client.post(f"{link}nhan/")
            assert client.get(link).status_code == 404  # used up
        assert client.get(own).status_code == 200
        assert draft.title in client.get("/ho-so/").content.decode()
        # Reading is not writing, and writing is not sending.
        assert (
            client.get(reverse("edit_entry", args=[draft.public_id, "content"])).status_code == 404
        )
        assert client.get(reverse("submit_entry", args=[draft.public_id])).status_code == 404

    def test_the_right_to_write_lets_write_and_never_submit_withdraw_or_invite(
        self, begun, draft, client
    ):
        friend = begun.cast.entrants[1]
        invitation, _token = invited(begun, draft, right="edit")
        with begun.step("x", 4) as at:
            invitations.accept(invitation=invitation, by=friend, at=at)
            drafting.save_draft(
                entry=draft,
                by=friend,
                revision=draft.revision,
                changes={"title": "Tên do đồng tác giả sửa"},
            )
            with pytest.raises(NotAllowed):
                intake.submit(entry=draft, by=friend, at=at)
            with pytest.raises(NotAllowed):
                intake.withdraw(entry=draft, reason="x", by=friend, at=at)
            with pytest.raises(NotAllowed):
                invitations.invite(
                    entry=draft, email="khac@example.vn", right="view", by=friend, at=at
                )
        draft.refresh_from_db()
        assert draft.title == "Tên do đồng tác giả sửa"
        assert draft.draft_changes.first().by == friend
        client.force_login(friend, backend=BACKEND)
        for name in ("submit_entry", "withdraw_entry", "coauthors"):
            assert client.get(reverse(name, args=[draft.public_id])).status_code == 404

    def test_access_taken_back_is_gone_at_once(self, begun, draft, client):
        friend = begun.cast.entrants[1]
        invitation, _token = invited(begun, draft, right="edit")
        with begun.step("x", 4) as at:
            invitations.accept(invitation=invitation, by=friend, at=at)
            invitations.revoke(invitation=invitation, by=draft.owner, at=at)
            with pytest.raises(NotAllowed):
                drafting.save_draft(
                    entry=draft, by=friend, revision=draft.revision, changes={"title": "x"}
                )
        client.force_login(friend, backend=BACKEND)
        assert client.get(reverse("entry", args=[draft.public_id])).status_code == 404

    def test_a_link_ends_after_fourteen_days_and_one_reminder_comes_before(
        self, begun, draft, mailoutbox
    ):
        invitation, token = invited(begun, draft)
        assert invitations.find(token, at=begun.at(16.9)) == invitation
        assert invitations.find(token, at=begun.at(17.1)) is None
        for day, mails in (
            (12, 1),
            (14, 2),
            (15, 2),
        ):  # invited on day 3; the reminder when four days are left
            with clock.set_to(begun.at(day)):
                ask_for_reminders(day)
                drain()
            assert len([mail for mail in mailoutbox if mail.to == ["ban@example.vn"]]) == mails
        fresh = re.search(r"/ho-so/loi-moi/([\w-]+)/", mailoutbox[-1].body)[1]
        assert fresh != token
        assert invitations.find(fresh, at=begun.at(16)) is not None
        assert invitations.find(token, at=begun.at(16)) is None

    def test_a_refusal_is_told_to_the_owner(self, begun, draft, client):
        _invitation, token = invited(begun, draft)
        client.force_login(begun.cast.entrants[1], backend=BACKEND)
        with begun.step("x", 4):
            client.post(reverse("decline_invitation", args=[token]))
        assert (
            "ban@example.vn"
            in Message.objects.get(recipient=draft.owner, subject__contains="không xác nhận").body
        )
        assert client.get(reverse("entry", args=[draft.public_id])).status_code == 404

    def test_what_is_no_invitation(self, begun, draft):
        for email in ("không phải thư", draft.owner.email):
            with pytest.raises(Refused):
                invited(begun, draft, email=email)
        first, old = invited(begun, draft)
        _second, new = invited(begun, draft)  # asked again: the first link ends
        assert invitations.find(old, at=begun.at(4)) is None
        assert invitations.find(new, at=begun.at(4)) is not None
        with begun.step("x", 4) as at, pytest.raises(Refused):
            invitations.accept(
                invitation=Invitation.objects.get(pk=first.pk), by=begun.cast.entrants[1], at=at
            )
        with begun.step("x", 4) as at, pytest.raises(Refused):
            invitations.accept(invitation=invitations.find(new, at=at), by=draft.owner, at=at)


def ask_for_reminders(day: int) -> None:
    """The reconciler asks once a day by the machine's calendar; here each day asks under its own
    key.
    """
    work.ask("remind_coauthors", key=f"remind_coauthors:{day}", total=1)


@pytest.fixture
def paper(begun):
    """A dossier that came on paper, and the code of its slip."""
    office = begun.cast.secretary
    with begun.step("x", 3) as at:
        entry = behalf.start(
            edition=begun.edition,
            full_name="Ma Văn Sử",
            phone="0912345678",
            on_paper=True,
            by=office,
            at=at,
        )
        slip = behalf.print_slips(entries=[entry], by=office, at=at)
    return entry, code_on(slip)


def code_on(slip: bytes) -> str:
    text = pypdfium2.PdfDocument(slip)[0].get_textpage().get_text_range()
    assert "Ma Văn Sử" in text
    return re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", text)[0]


class TestOnBehalf:
    def test_the_slip_names_the_person_and_its_code_hands_the_dossier_over_once(
        self, begun, paper, client
    ):
        entry, code = paper
        person, other = begun.cast.entrants[1], begun.cast.entrants[2]
        client.force_login(person, backend=BACKEND)
        assert client.get(reverse("entry", args=[entry.public_id])).status_code == 404
        with begun.step("x", 4):
            wrong = client.post(reverse("claim_entry"), {"code": "AAAA-BBBB-CCCC"})
            assert wrong.status_code == 422
            assert "AAAA-BBBB-CCCC" in wrong.content.decode()
            client.post(reverse("claim_entry"), {"code": f" {code.lower()} "})
        entry.refresh_from_db()
        assert entry.owner == person
        assert client.get(reverse("entry", args=[entry.public_id])).status_code == 200
        with begun.step("x", 4) as at, pytest.raises(Refused):
            behalf.claim(code=code, by=other, at=at)
        assert (
            Event.objects.filter(verb__in=["entry.paper_received", "entry.taken_over"]).count() == 2
        )

    def test_printing_again_ends_the_old_code_and_no_code_is_kept(self, begun, paper):
        entry, old = paper
        with begun.step("x", 4) as at:
            new = code_on(behalf.print_slips(entries=[entry], by=begun.cast.secretary, at=at))
            with pytest.raises(Refused):
                behalf.claim(code=old, by=begun.cast.entrants[1], at=at)
            assert new.replace("-", "") not in str(Handover.objects.values())
            assert behalf.claim(code=new, by=begun.cast.entrants[1], at=at) == entry

    def test_paper_that_came_in_time_is_typed_and_submitted_after_the_deadline(self, begun, paper):
        entry, _code = paper
        office = begun.cast.secretary
        closes, screening_closes = (
            Phase.objects.get(edition=begun.edition, kind=kind).closes_at
            for kind in ("submission", "screening")
        )
        with clock.set_to(closes + datetime.timedelta(hours=2)):
            at = closes + datetime.timedelta(hours=2)
            with begun.step("x", 3):
                model = steps.write(
                    begun.edition, begun.cast.entrants[3], 7, 1, begun.units, begun.at(3)
                ).entry
                drain()
            changes = {
                name: getattr(model, name)
                for name in ("title", "summary", "field", "kind", "unit", "answers")
            }
            entry = drafting.save_draft(
                entry=entry, by=office, revision=entry.revision, changes=changes
            )
            model.attachments.update(entry=entry)
            with pytest.raises(PhaseClosed):
                behalf.start(edition=begun.edition, full_name="Đến Muộn", by=office, at=at)
            with pytest.raises(PhaseClosed):
                intake.submit(entry=model, by=model.owner, at=at)
            with pytest.raises(PhaseClosed):
                intake.submit(entry=entry, by=office, at=screening_closes)
            assert intake.submit(entry=entry, by=office, at=at).number

    def test_who_may_write_for_others(self, begun, client):
        address = reverse("behalf_desk", args=[begun.edition.slug])
        for user, status in (
            (begun.cast.secretary, 200),
            (begun.cast.entrants[0], 404),
            (begun.cast.judges[0], 404),
            (begun.cast.committee[0], 404),
        ):
            client.force_login(user, backend=BACKEND)
            assert client.get(address).status_code == status
            if status == 404:
                with begun.step("x", 3) as at, pytest.raises(NotAllowed):
                    behalf.start(edition=begun.edition, full_name="Ai Đó", by=user, at=at)

    def test_another_officers_slips_are_not_printed(self, begun, paper, client):
        entry, code = paper
        focal = begun.cast.voters[0]
        units.appoint(
            edition=begun.edition,
            user=focal,
            unit=begun.units[0],
            by=begun.cast.secretary,
            at=clock.now(),
            reason="1/QĐ",
        )
        client.force_login(focal, backend=BACKEND)
        client.post(reverse("print_slips", args=[begun.edition.slug]), {"chon": [entry.pk]})
        with begun.step("x", 4) as at:
            assert (
                behalf.claim(code=code, by=begun.cast.entrants[1], at=at) == entry
            )  # the first slip still counts

    def test_the_desk_begins_a_dossier_and_keeps_what_was_typed_on_an_error(self, begun, client):
        client.force_login(begun.cast.secretary, backend=BACKEND)
        address = reverse("begin_for_somebody", args=[begun.edition.slug])
        with begun.step("x", 3):
            bad = client.post(address, {"full_name": "", "phone": "0912 000 111"})
            assert bad.status_code == 422
            assert "0912 000 111" in bad.content.decode()
            good = client.post(address, {"full_name": "Ma Văn Sử", "on_paper": "on"})
        entry = Entry.objects.get(handover__full_name="Ma Văn Sử")
        assert good["Location"] == reverse("edit_entry", args=[entry.public_id, "whole"])
        assert entry.authors.get().full_name == "Ma Văn Sử"


def table(*rows, heading=None) -> SimpleUploadedFile:
    book = Workbook()
    book.active.append(["DANH SÁCH SÁNG KIẾN CỦA XÃ"])
    book.active.append(
        heading
        or ["STT", "Tên sáng kiến", "TÁC GIẢ", "Điện thoại", "Lĩnh vực", "Ngày áp dụng lần đầu"]
    )
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return SimpleUploadedFile("danh sách.xlsx", kept.getvalue())


GOOD = [
    1,
    "Bẫy đèn năng lượng mặt trời",
    "Nguyễn Văn An (60); Trần Thị Bình (40)",
    912345678,
    "Y dược",
    datetime.date(2026, 3, 15),
]


def test_a_date_in_a_table_is_a_date_with_or_without_a_time_of_day():
    days = [
        datetime.date(2026, 3, 15),
        datetime.datetime(2026, 3, 15),
        datetime.datetime(2026, 3, 15, 8, 30),
        "15/03/2026",
    ]
    rows = bulk.read(table(*[[day] for day in days], heading=["Ngày áp dụng"]))
    assert [row[0] for row in rows[-4:]] == ["15/03/2026"] * 4


ALSO = [2, "Giàn phơi miến tự xoay", "Lê Thu Hà", "0987 654 321", "", ""]


class TestLists:
    def dry_run(self, begun, upload, by=None):
        with begun.step("x", 3) as at:
            return bulk.dry_run(
                edition=begun.edition, upload=upload, by=by or begun.cast.secretary, at=at
            )

    def enter(self, begun, imported):
        with begun.step("x", 3) as at:
            return bulk.enter(imported=imported, by=imported.by, at=at)

    def test_a_dry_run_enters_nothing_and_the_button_enters_everything(self, begun):
        imported = self.dry_run(begun, table(GOOD, ALSO))
        assert imported.faulty == []
        assert not Entry.objects.filter(handover__isnull=False).exists()
        first, second = self.enter(begun, imported)
        assert list(first.authors.values_list("full_name", "share")) == [
            ("Nguyễn Văn An", 60),
            ("Trần Thị Bình", 40),
        ]
        assert first.field.name == "Y dược"
        assert first.first_applied_on == datetime.date(2026, 3, 15)
        assert first.answers == {"first_applied": "2026-03-15"}
        assert second.answers == {}
        assert first.handover.phone == "+84912345678"
        assert second.authors.get().share == 100
        assert second.status == "draft"
        with pytest.raises(WrongState):
            self.enter(begun, imported)

    @pytest.mark.parametrize(
        ("change", "told"),
        [
            ({1: ""}, "Cột “Tên công trình, sáng kiến” để trống"),
            ({2: ""}, "Cột “Tác giả (tỷ lệ %)” để trống"),
            ({2: "An (60); Bình (30)"}, "cộng lại bằng 100"),
            ({3: "12"}, "“12” không phải số điện thoại"),
            ({4: "Chăn nuôi cá"}, "không có trong danh mục"),
            ({5: "hôm qua"}, "không phải ngày đã qua"),
            ({5: "01/01/2999"}, "không phải ngày đã qua"),
            ({1: "GIÀN PHƠI miến tự xoay"}, "Đã có công trình cùng tên"),
        ],
    )
    def test_a_faulty_row_is_named_with_what_is_wrong_and_stops_the_list(
        self, begun, client, change, told
    ):
        bad = [change.get(place, value) for place, value in enumerate(GOOD)]
        imported = self.dry_run(begun, table(ALSO, bad))
        assert [row["number"] for row in imported.faulty] == [4]
        assert told in " ".join(imported.faulty[0]["faults"])
        with pytest.raises(Refused):
            self.enter(begun, imported)
        assert not Handover.objects.exists()
        client.force_login(begun.cast.secretary, backend=BACKEND)
        page = client.get(
            reverse("imported_list", args=[begun.edition.slug, imported.pk])
        ).content.decode()
        assert "Dòng 4" in page
        assert "Dòng 3" not in page
        assert told.replace("“", "“") in page

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8"])
    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    def test_csv_as_excel_writes_it(self, begun, encoding, separator):
        text = io.StringIO()
        csv.writer(text, delimiter=separator).writerows(
            [["Tên sáng kiến", "Tác giả"], ["Bẫy đèn, loại nhỏ", "Nguyễn Văn An"]]
        )
        imported = self.dry_run(
            begun, SimpleUploadedFile("ds.csv", text.getvalue().encode(encoding))
        )
        assert imported.rows[0]["values"] == {
            "title": "Bẫy đèn, loại nhỏ",
            "authors": "Nguyễn Văn An",
        }
        assert not imported.faulty

    @pytest.mark.parametrize(
        "upload",
        [
            SimpleUploadedFile("a.xlsx", b"MZ not a table"),
            SimpleUploadedFile("a.pdf", b"%PDF-1.4"),
            SimpleUploadedFile("a.csv", b""),
            SimpleUploadedFile("a.csv", "Chỉ có chữ\n".encode()),
            table(heading=["Cột lạ", "Cột khác"]),
        ],
    )
    def test_what_is_no_list_gets_a_clear_word(self, begun, client, upload):
        client.force_login(begun.cast.secretary, backend=BACKEND)
        upload.seek(0)
        with begun.step("x", 3):
            answer = client.post(reverse("read_list", args=[begun.edition.slug]), {"table": upload})
        assert answer.status_code == 422
        assert re.search(
            "Không đọc được|Không thấy dòng tiêu đề|rỗng|không đúng với đuôi",
            answer.content.decode(),
        )
        assert not ImportedList.objects.exists()

    def test_the_template_reads_back(self, begun, client):
        client.force_login(begun.cast.secretary, backend=BACKEND)
        content = client.get(reverse("list_template", args=[begun.edition.slug])).content
        book = load_workbook(io.BytesIO(content))
        assert [cell.value for cell in book.active[1]][:2] == [
            "Tên công trình, sáng kiến",
            "Tác giả (tỷ lệ %)",
        ]
        assert {row[0].value for row in book["Danh mục"]} >= set(
            begun.edition.fields.values_list("name", flat=True)
        )
        imported = self.dry_run(begun, SimpleUploadedFile("mẫu.xlsx", content))
        assert [row["values"]["phone"] for row in imported.rows] == ["0912345678"]
        assert "dòng ví dụ" in imported.rows[0]["values"]["title"]

    def test_a_focal_point_enters_for_the_own_unit_only(self, begun):
        focal, (ours, theirs) = begun.cast.voters[0], begun.units[:2]
        units.appoint(
            edition=begun.edition,
            user=focal,
            unit=ours,
            by=begun.cast.secretary,
            at=clock.now(),
            reason="1/QĐ",
        )
        focal.refresh_from_db()
        heading = ["Tên sáng kiến", "Tác giả", "Đơn vị"]
        foreign = self.dry_run(
            begun, table(["Máy A", "Lê Văn Ba", theirs.name], heading=heading), by=focal
        )
        assert "không có trong danh mục" in foreign.faulty[0]["faults"][0]
        own = self.dry_run(begun, table(["Máy A", "Lê Văn Ba", ""], heading=heading), by=focal)
        assert [entry.unit for entry in self.enter(begun, own)] == [ours]
        with pytest.raises(NotAllowed):
            self.dry_run(begun, table(GOOD), by=begun.cast.entrants[0])

    def test_two_lists_with_the_same_work_enter_it_once(self, begun):
        first, second = self.dry_run(begun, table(GOOD)), self.dry_run(begun, table(GOOD))
        self.enter(begun, first)
        with pytest.raises(Refused):
            self.enter(begun, second)
        assert Entry.objects.filter(folded_title="bay den nang luong mat troi").count() == 1


class TestLimitsOfTheWork:
    def lacking(self, draft) -> str:
        return " ".join(
            item.text
            for item in missing(Entry.objects.select_related("edition", "unit").get(pk=draft.pk))
        )

    def test_first_applied_too_early_or_unsaid(self, begun, draft):
        assert self.lacking(draft) == ""
        draft.edition.first_applied_from = datetime.date(2025, 1, 1)
        draft.edition.save()
        draft.edition.questions.filter(key="first_applied").delete()
        assert "Hãy ghi ngày áp dụng lần đầu" in self.lacking(draft)
        for day, fine in ((datetime.date(2024, 12, 31), False), (datetime.date(2025, 1, 1), True)):
            Entry.objects.filter(pk=draft.pk).update(first_applied_on=day)
            assert (self.lacking(draft) == "") is fine

    def test_only_from_this_place(self, begun, draft):
        draft.edition.within = Unit.objects.get(pk=draft.unit_id)
        draft.edition.save()
        assert self.lacking(draft) == ""
        draft.edition.within = next(unit for unit in begun.units if unit.pk != draft.unit_id)
        draft.edition.save()
        assert "nằm ngoài phạm vi này" in self.lacking(draft)
        draft.edition.within = draft.unit.get_parent()
        draft.edition.save()
        assert self.lacking(draft) == ""
