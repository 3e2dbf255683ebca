"""What a form takes the columns hold, on every database: texts that grow when they are composed or
folded, numbers without end, what nobody can store. The rest is refused at its field, and stays
typed.
"""

import base64
import unicodedata

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import RoleInvitation, Unit, UnitName, User
from accounts.names import NameField
from demo.rehearsal import steps
from foundation.vietnamese.text import fold, nfc
from judging.councils import judge_tables
from submissions.models import Author, Entry, Handover, Upload
from submissions.sharing import bulk
from tests.judging.council import visit_as

pytestmark = [pytest.mark.django_db, pytest.mark.data]
REFUSED = 422
KOREAN = "한"  # three letters where it is taken apart
INDIC = "\u0958"  # two letters in its composed form
APART = unicodedata.normalize("NFD", "ậ")  # three letters that are one
LONGEST_EMAIL = f"{'x' * 62}@{'x' * 63}.{'x' * 63}.{'x' * 60}.vn"
EVERY_LETTER = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]


@pytest.fixture
def draft(begun, at):
    with at(begun, 3):
        entry = steps.write(begun.edition, begun.cast.entrants[0], 0, 1, begun.units, begun.at(3))
        yield Entry.objects.get(pk=entry.entry.pk)


class TestAText:
    def test_no_letter_is_longer_folded_than_composed(self):
        assert [one for one in EVERY_LETTER if len(fold(nfc(one))) > len(nfc(one))] == []

    @pytest.mark.parametrize("letters", [KOREAN, "Ậ", "İ", "ŉ", "ΐ", "\ufb2d"])
    def test_nor_a_word(self, letters):
        assert len(fold(nfc(letters * 90))) <= len(nfc(letters * 90))

    @pytest.mark.parametrize("letter", ["ŉ", "ΐ", "ß", "İ"])
    def test_a_name_is_counted_as_papers_print_it(self, letter):
        """“ŉ” at the beginning of a word is two letters there."""
        kept = NameField().clean(" ".join([letter] * 40))
        assert kept == nfc(kept)


@pytest.mark.parametrize(
    ("model", "source", "folded"),
    [
        (Entry, "title", "folded_title"),
        (Author, "full_name", "folded_name"),
        (User, "full_name", "folded_name"),
        (RoleInvitation, "full_name", "folded_name"),
        (Unit, "name", "folded"),
        (UnitName, "name", "folded"),
    ],
)
def test_what_is_folded_is_as_wide_as_its_source(model, source, folded):
    of = model._meta.get_field
    assert of(folded).max_length >= of(source).max_length


class TestADraft:
    def send(self, client, entry, step: str, **typed):
        address = reverse("edit_entry", args=[entry.public_id, step])
        typed |= {"revision": str(entry.revision)}
        return visit_as(client, entry.owner).post(address, typed)

    def title(self, client, entry, title: str):
        return self.send(client, entry, "general", entrant="person", summary="Bốn", title=title)

    @pytest.mark.parametrize("title", [KOREAN * 250, INDIC * 125, APART * 250])
    def test_the_longest_title_is_kept(self, draft, client, title):
        self.title(client, draft, title)
        draft.refresh_from_db()
        assert draft.title == nfc(title)

    @pytest.mark.parametrize("title", [KOREAN * 251, INDIC * 126, APART * 251, "x" * 500])
    def test_a_longer_one_is_refused_and_stays_typed(self, draft, client, title):
        answer = self.title(client, draft, title)
        assert answer.status_code == REFUSED
        assert answer.context["form"].errors.keys() == {"title"}
        assert nfc(title) in answer.content.decode()

    def author(self, name: str, share: str) -> dict:
        return {
            "author-TOTAL_FORMS": "1",
            "author-INITIAL_FORMS": "0",
            "author-0-full_name": name,
            "author-0-share": share,
        }

    def test_the_longest_name_is_kept(self, draft, client):
        self.send(client, draft, "authors", **self.author(KOREAN * 120, "100"))
        assert Author.objects.get(entry=draft).full_name == KOREAN * 120

    @pytest.mark.parametrize("name", [KOREAN * 121, INDIC * 61])
    def test_a_longer_one_is_refused(self, draft, client, name):
        answer = self.send(client, draft, "authors", **self.author(name, "100"))
        assert answer.status_code == REFUSED
        assert nfc(name) in answer.content.decode()

    @pytest.mark.parametrize(
        "share", ["1" * 30, "9" * 5000, "0,004", "100,004", "-1", "0", "1e400", "NaN", "1e2"]
    )
    def test_a_share_that_is_none_is_refused(self, draft, client, share):
        answer = self.send(client, draft, "authors", **self.author("Lê An", share))
        assert answer.status_code == REFUSED
        assert f'value="{share}"' in answer.content.decode()

    @pytest.mark.parametrize("share", ["100", "100%", "99,999"])
    def test_one_that_is_one_is_kept(self, draft, client, share):
        answer = self.send(client, draft, "authors", **self.author("Lê An", share))
        assert answer.status_code != REFUSED


class TestAName:
    def test_of_the_own_account(self, begun, client):
        person = begun.cast.entrants[0]
        typed = {"full_name": KOREAN * 120, "language": "vi"}
        visit_as(client, person).post(reverse("account_page"), typed)
        person.refresh_from_db()
        assert person.full_name == KOREAN * 120

    def test_that_is_too_long_for_it(self, begun, client):
        typed = {"full_name": INDIC * 61, "language": "vi"}
        answer = visit_as(client, begun.cast.entrants[0]).post(reverse("account_page"), typed)
        assert nfc(INDIC * 61) in answer.content.decode()

    @pytest.mark.parametrize(("name", "kept"), [(KOREAN * 120, 1), (INDIC * 61, 0)])
    def test_of_whom_somebody_writes_for(self, begun, client, at, name, kept):
        with at(begun, 3):
            address = reverse("begin_for_somebody", args=[begun.edition.slug])
            visit_as(client, begun.cast.secretary).post(address, {"full_name": name})
        assert Handover.objects.filter(full_name=nfc(name)).count() == kept


class TestTheOfficesFormOfAPerson:
    def send(self, begun, client, **typed):
        person = begun.cast.entrants[0]
        address = reverse("wagtailusers_users:edit", args=[person.pk])
        form = {"last_name": "Lê", "first_name": "An", "is_active": "on"} | typed
        administrator = User.objects.create_superuser("goc@example.vn", full_name="Quản Trị")
        answer = visit_as(client, administrator).post(address, form)
        person.refresh_from_db()
        return answer, person

    def test_the_longest_name_is_kept(self, begun, client):
        _answer, person = self.send(begun, client, last_name=KOREAN * 117)
        assert person.full_name == KOREAN * 117 + " An"

    @pytest.mark.parametrize("name", [KOREAN * 118, "x" * 20_000, "Lê 🌟"])
    def test_another_is_refused_and_stays_typed(self, begun, client, name):
        answer, _person = self.send(begun, client, last_name=name)
        assert answer.context["form"].errors.keys() == {"last_name"}
        assert name in answer.content.decode()


class TestAListOfWorks:
    """Read in through its page, and entered: no row is called good that cannot be kept."""

    @pytest.fixture
    def entered(self, begun, client, at):
        def enter(title: str, authors: str, email: str = "") -> tuple[list[str], int]:
            """(the faults of the row, how many works were made of it)."""
            text = "Tên sáng kiến\tTác giả\tEmail\n" + "\t".join([title, authors, email])
            table = SimpleUploadedFile("danh sách.csv", text.encode("utf-8-sig"))
            usual = {"by": begun.cast.secretary, "at": begun.at(3)}
            imported = bulk.dry_run(edition=begun.edition, upload=table, **usual)
            with at(begun, 3):
                address = reverse("enter_list", args=[begun.edition.slug, imported.pk])
                visit_as(client, begun.cast.secretary).post(address)
            made = Entry.objects.filter(title=nfc(title)).count()
            return imported.rows[0]["faults"], made

        return enter

    @pytest.mark.parametrize(
        ("title", "authors", "email"),
        [
            (KOREAN * 250, "Lê An", ""),
            ("x" * 250, KOREAN * 120, ""),
            (INDIC * 125, INDIC * 60, LONGEST_EMAIL),
            ("Máy", "Lê An (33,333); Lê Bình (66,67)", ""),
        ],
    )
    def test_the_longest_of_all_is_entered(self, entered, title, authors, email):
        assert entered(title, authors, email) == ([], 1)

    @pytest.mark.parametrize(
        ("title", "authors", "email"),
        [
            (KOREAN * 251, "Lê An", ""),
            (INDIC * 126, "Lê An", ""),
            ("Máy", KOREAN * 121, ""),
            ("Máy", INDIC * 61, ""),
            ("Máy", "Lê An (0,001); Lê Bình (99,999)", ""),
            ("Máy", f"Lê An (50); Lê Bình ({'1' * 40})", ""),
            ("Máy", "Lê An", "x" + LONGEST_EMAIL),
        ],
    )
    def test_a_longer_one_is_a_fault_of_its_row(self, entered, title, authors, email):
        faults, made = entered(title, authors, email)
        assert (len(faults), made) == (1, 0)


class TestATableOfJudges:
    def faults(self, column: str, value: str) -> dict[str, str]:
        values = {"full_name": "Lê An", "email": "an@example.vn"} | {column: value}
        return dict(judge_tables._address_faults(judge_tables.Tried(2, values)))

    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("full_name", KOREAN * 121),
            ("email", "x" + LONGEST_EMAIL),
            ("workplace", KOREAN * 201),
            ("title", KOREAN * 121),
        ],
    )
    def test_what_is_too_long_is_a_fault_of_its_column(self, column, value):
        assert self.faults(column, value).keys() == {column}

    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("full_name", KOREAN * 120),
            ("email", LONGEST_EMAIL),
            ("workplace", KOREAN * 200),
            ("title", KOREAN * 120),
        ],
    )
    def test_the_longest_is_none(self, column, value):
        assert self.faults(column, value) == {}


class TestAnUploadInPieces:
    def begin(self, draft, client, caption: str):
        told = {"filename": "ảnh.png", "caption": caption}
        metadata = ",".join(
            f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items()
        )
        head = {"Tus-Resumable": "1.0.0", "Upload-Length": "9", "Upload-Metadata": metadata}
        address = reverse("create_upload", args=[draft.public_id])
        return visit_as(client, draft.owner).post(address, headers=head)

    @pytest.mark.parametrize(
        ("caption", "kept"),
        [
            ("cap\0x", "capx"),
            ("ngược\u202e", "ngược"),
            (KOREAN * 200, KOREAN * 200),
            (APART * 200, "ậ" * 200),
        ],
    )
    def test_what_it_shows_is_kept_as_a_form_keeps_it(self, draft, client, caption, kept):
        assert self.begin(draft, client, caption).status_code == 201
        assert Upload.objects.get().caption == kept

    @pytest.mark.parametrize("caption", ["x" * 201, INDIC * 101])
    def test_what_is_too_long_is_refused_in_words(self, draft, client, caption):
        answer = self.begin(draft, client, caption)
        assert answer.status_code == 400
        assert "200" in answer.content.decode()
