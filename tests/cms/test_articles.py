"""What an editor meets: a first page with something to do, and articles that go out whole."""

import datetime

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from wagtail.models import Site, Task, Workflow
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from accounts.models import User
from cms.models import NewsPage
from cms.workbench.page import WithoutEdition
from tests.factories.accounts import UserFactory
from tests.factories.cms import HomePageFactory, NewsIndexPageFactory

pytestmark = pytest.mark.django_db
WHOLE = {
    "title": "Lễ phát động mùa thi 2027",
    "slug": "le-phat-dong",
    "intro": "Ba trăm người, một chiếc trống.",
    "scene": "doi-che",
    "body": streamfield([("paragraph", rich_text("<p>Sáng nay.</p>"))]),
}


@pytest.fixture
def index():
    home = HomePageFactory()
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
    )
    return NewsIndexPageFactory(parent=home, slug="tin-tuc")


@pytest.fixture
def editor(client, index):
    """`editor(action, **typed)`: an article that is sent with one of Wagtail's buttons."""
    client.force_login(UserFactory(is_superuser=True))

    def sent(action: str, **typed: object):
        today = localdate().strftime("%d/%m/%Y")
        comments = {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
        data = nested_form_data(WHOLE | {"date": today} | typed) | comments | {action: "1"}
        return client.post(
            reverse("wagtailadmin_pages:add", args=["cms", "newspage", index.pk]), data
        )

    sent.client = client
    return sent


def errors_of(answer) -> set[str]:
    return set(answer.context["form"].errors)


PUBLISH = "action-publish"
NEXT_YEAR = localdate() + datetime.timedelta(days=400)


class TestWhatIsPublished:
    def test_a_whole_article_goes_out(self, editor):
        editor(PUBLISH)
        assert NewsPage.objects.get().live

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"intro": ""}, "intro"),
            ({"scene": ""}, "scene"),
            ({"body": streamfield([])}, "body"),
            ({"date": NEXT_YEAR.strftime("%d/%m/%Y")}, "date"),
        ],
    )
    def test_one_that_lacks_something_is_told_what(self, editor, typed, field):
        assert errors_of(editor(PUBLISH, **typed)) == {field}

    def test_a_draft_may_lack_everything(self, editor):
        editor("save", intro="", scene="", body=streamfield([]))
        assert not NewsPage.objects.get().live

    def test_a_day_to_come_may_be_that_of_its_schedule(self, editor):
        day = NEXT_YEAR.strftime("%d/%m/%Y")
        editor(PUBLISH, date=day, go_live_at=f"{day} 08:00")
        assert NewsPage.objects.get().approved_schedule


class TestAddresses:
    @pytest.mark.parametrize("slug", ["", "đổi-mới-ở-định-hoá"])
    def test_they_have_no_marks(self, index, slug):
        page = index.add_child(instance=NewsPage(title="Đổi mới ở Định Hoá", slug=slug))
        assert page.slug == "doi-moi-o-dinh-hoa"

    def test_two_of_one_title_are_told_apart(self, index):
        for _number in range(2):
            page = index.add_child(instance=NewsPage(title="Lễ phát động"))
        assert page.slug == "le-phat-dong-2"


class TestTheFirstPage:
    """Of whoever runs no edition: seen by a person who may do everything in Wagtail."""

    @pytest.fixture
    def page(self, editor, rf):
        def shown() -> str:
            request = rf.get("/quan-tri/")
            request.user = User.objects.get(is_superuser=True)
            return WithoutEdition().render_html({"request": request})

        return shown

    @pytest.mark.parametrize(
        "kind", ["newspage", "photostorypage", "videopage", "infographicpage", "megastorypage"]
    )
    def test_it_leads_to_every_kind_of_article(self, page, index, kind):
        assert f"/quan-tri/pages/add/cms/{kind}/{index.pk}/" in page()

    def test_it_names_what_is_unfinished(self, page, editor):
        editor("save", title="Bài đang viết dở")
        assert "Bài đang viết dở" in page()

    def test_what_is_published_is_not_unfinished(self, page, editor):
        editor(PUBLISH, title="Bài đã đăng")
        assert "Bài đã đăng" not in page()

    def test_what_waits_for_its_hour_stands_by_itself(self, page, editor):
        day = NEXT_YEAR.strftime("%d/%m/%Y")
        editor(PUBLISH, title="Bài hẹn giờ", go_live_at=f"{day} 08:00")
        unfinished, _, scheduled = page().partition("Đã hẹn giờ xuất bản")
        assert "Bài hẹn giờ" in scheduled
        assert "Bài hẹn giờ" not in unfinished


@pytest.mark.parametrize("model", [Workflow, Task])
def test_the_review_has_a_vietnamese_name(model):
    assert set(model.objects.values_list("name", flat=True)) == {"Duyệt trước khi đăng"}
