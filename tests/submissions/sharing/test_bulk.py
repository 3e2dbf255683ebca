"""Lists that are not read in, and lists that are not entered: each rule alone."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from competition import clock
from competition.errors import NotAllowed, PhaseClosed, Refused, WrongState
from submissions.models import Entry, ImportedList
from submissions.sharing import bulk
from tests.refusals import OUTSIDERS, known_as, unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]
HEADING = "Tên sáng kiến,Tác giả"


def listed(*lines: str, name: str = "danh sách.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join(lines).encode("utf-8-sig"))


def works(count: int) -> list[str]:
    return [f"Bẫy đèn số {number},Nguyễn Văn An" for number in range(count)]


MACRO = {"xl/vbaProject.bin": b"Sub Auto_Open()"}


def workbook(name: str, *, rows: int = 3, **parts: bytes) -> SimpleUploadedFile:
    """The same list as Excel keeps it; `parts` are added to the package."""
    book = Workbook()
    for line in [HEADING, *works(2)][:rows]:
        book.active.append(line.split(","))
    kept = io.BytesIO()
    book.save(kept)
    with zipfile.ZipFile(kept, "a") as package:
        for part, content in parts.items():
            package.writestr(part, content)
    return SimpleUploadedFile(name, kept.getvalue())


class TestReading:
    """`usual` is read in: what is refused below is refused for one reason alone."""

    @pytest.fixture
    def usual(self, begun) -> dict:
        upload = listed(HEADING, *works(2))
        by, at = begun.cast.secretary, begun.at(3)
        return {"edition": begun.edition, "upload": upload, "by": by, "at": at}

    @pytest.mark.parametrize("count", [1, bulk.MOST_ROWS])
    def test_a_list_is_read_in(self, usual, count):
        bulk.dry_run(**usual | {"upload": listed(HEADING, *works(count))})
        assert len(ImportedList.objects.get().rows) == count

    @pytest.mark.parametrize("who", OUTSIDERS)
    def test_by_nobody_who_may_not_write_for_others(self, begun, usual, who):
        stranger = known_as(begun, who)
        with unchanged(), pytest.raises(NotAllowed):
            bulk.dry_run(**usual | {"by": stranger})

    @pytest.mark.parametrize("name", ["danh sách.pdf", "danh sách.xlsx", "danh sách"])
    def test_not_what_is_no_table(self, usual, name):
        with unchanged(), pytest.raises(Refused):
            bulk.dry_run(**usual | {"upload": listed(HEADING, *works(2), name=name)})

    @pytest.mark.parametrize("name", ["danh sách.pdf", "danh sách.xlsm", "danh sách"])
    def test_not_a_table_under_another_name(self, usual, name):
        with unchanged(), pytest.raises(Refused, match="Không đọc được"):
            bulk.dry_run(**usual | {"upload": workbook(name)})

    def test_not_a_table_without_a_row(self, usual):
        with unchanged(), pytest.raises(Refused, match="Không đọc được"):
            bulk.dry_run(**usual | {"upload": workbook("danh sách.xlsx", rows=0)})

    def test_not_a_table_that_carries_a_programme(self, usual):
        assert bulk.dry_run(**usual | {"upload": workbook("danh sách.xlsx")})
        with unchanged(), pytest.raises(Refused):
            bulk.dry_run(**usual | {"upload": workbook("danh sách.xlsx", **MACRO)})

    @pytest.mark.parametrize("heading", ["Tên sáng kiến,Đơn vị", "Tác giả,Đơn vị"])
    def test_not_without_a_heading_of_title_and_authors(self, usual, heading):
        with unchanged(), pytest.raises(Refused):
            bulk.dry_run(**usual | {"upload": listed(heading, *works(2))})

    @pytest.mark.parametrize("count", [0, bulk.MOST_ROWS + 1])
    def test_not_an_empty_list_and_not_one_that_is_too_long(self, usual, count):
        with unchanged(), pytest.raises(Refused):
            bulk.dry_run(**usual | {"upload": listed(HEADING, *works(count))})


class TestEntering:
    """`usual` is entered: what is refused below is refused for one reason alone."""

    @pytest.fixture
    def usual(self, begun) -> dict:
        by, at = begun.cast.secretary, begun.at(3)
        imported = bulk.dry_run(
            edition=begun.edition, upload=listed(HEADING, *works(2)), by=by, at=at
        )
        with clock.set_to(at):
            yield {"imported": imported, "by": by, "at": at}

    def test_whoever_read_it_in_enters_it(self, usual):
        assert len(bulk.enter(**usual)) == 2

    @pytest.mark.parametrize("who", [*OUTSIDERS, "a colleague"])
    def test_nobody_else_does(self, begun, usual, who):
        stranger = begun.cast.second if who == "a colleague" else known_as(begun, who)
        with unchanged(), pytest.raises(NotAllowed):
            bulk.enter(**usual | {"by": stranger})

    def test_not_twice(self, usual):
        bulk.enter(**usual)
        Entry.objects.update(folded_title="")  # no title is in the contest already
        with unchanged(), pytest.raises(WrongState):
            bulk.enter(**usual)

    def test_not_with_a_row_that_has_become_faulty(self, begun, usual):
        owner = begun.cast.entrants[1]
        Entry.objects.create(edition=begun.edition, owner=owner, title="Bẫy đèn số 1")
        with unchanged(), pytest.raises(Refused):
            bulk.enter(**usual)

    @pytest.mark.parametrize("day", [-1, 31])
    def test_not_outside_the_days_of_submission(self, begun, usual, day):
        with unchanged(), pytest.raises(PhaseClosed):
            bulk.enter(**usual | {"at": begun.at(day)})


class TestTablesOfOtherMachines:
    def test_lines_may_end_as_on_an_old_mac(self):
        text = "\r".join([HEADING, *works(2)]).encode("utf-8-sig")
        table = bulk.read(SimpleUploadedFile("mac.csv", text))
        assert [row[0] for row in table] == ["Tên sáng kiến", "Bẫy đèn số 0", "Bẫy đèn số 1"]

    def test_a_cell_beyond_every_measure_is_told(self):
        with pytest.raises(Refused, match="Không đọc được"):
            bulk.read(listed(HEADING, "x" * 200_000 + ",Nguyễn Văn An"))
