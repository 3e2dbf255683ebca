"""“Check the result yourself”: nothing before the announcement, nobody's name and no judge's word
after it, and everything that is needed to compute the result again.
"""

import io
import json
import zipfile

import pytest
from django.urls import reverse

from awards import bundle, proof
from awards.models import Award
from competition import clock
from judging.models import Scoresheet
from submissions.models import Author
from tests.awards.bundles import checked, written
from tests.awards.recounting import recounted
from tests.reading import seen

pytestmark = [pytest.mark.django_db, pytest.mark.data]
PAGE, VALUES, PACKAGE = "proof", "proof_values", "proof_package"
ROUTES = [PAGE, VALUES, PACKAGE]


def got(client, route: str, rehearsal):
    return client.get(reverse(route, args=[rehearsal.edition.slug]))


@pytest.mark.parametrize("route", ROUTES)
class TestBefore:
    def test_there_is_nothing_while_the_prizes_are_proposed(self, ranked, client, route):
        assert got(client, route, ranked).status_code == 404

    def test_nor_when_the_committee_has_voted(self, closed_by_the_committee, client, route):
        assert got(client, route, closed_by_the_committee).status_code == 404

    def test_from_the_announcement_on_there_is(self, announced, client, route):
        answer = got(client, route, announced)
        assert answer.status_code == 200
        assert not answer.cookies


def test_the_list_names_announced_editions_alone(announced, begun, client):
    page = seen(client.get(reverse("proofs")))
    assert reverse(PAGE, args=[announced.edition.slug]) in page


def test_before_the_announcement_the_list_is_empty(ranked, client):
    assert "Chưa có kết quả nào được công bố" in seen(client.get(reverse("proofs")))


class TestTheExport:
    def test_the_scripts_find_the_package_in_order(self, announced, client, tmp_path):
        content = got(client, PACKAGE, announced).content
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            files = {name: package.read(name) for name in package.namelist()}
        assert checked(written(files, tmp_path / "x"))

    def test_the_browser_computes_the_result_from_the_file(self, announced, client):
        values = json.loads(got(client, VALUES, announced).content)
        (told,) = recounted({name: text.encode() for name, text in values.items()})
        rows = announced.standing.rows.order_by("rank", "code")
        assert told["fault"] == ""
        assert [line["code"] for line in told["result"]] == [row.code for row in rows]

    def test_both_hold_the_same(self, announced, client):
        values = json.loads(got(client, VALUES, announced).content)
        with zipfile.ZipFile(io.BytesIO(got(client, PACKAGE, announced).content)) as package:
            packed = {name: package.read(name).decode() for name in package.namelist()}
        assert {name: packed[name] for name in packed if name not in bundle.SCRIPTS} == values

    @pytest.mark.parametrize("route", ROUTES)
    def test_nobody_is_named(self, announced, client, route):
        everything = got(client, route, announced).content.decode(errors="ignore")
        judges = [judge.full_name for judge in announced.cast.judges]
        names = [*Author.objects.values_list("full_name", flat=True), *judges]
        assert [name for name in names if name in everything] == []

    def test_no_judge_is_quoted(self, announced, client):
        everything = got(client, VALUES, announced).content.decode()
        comments = Scoresheet.objects.exclude(comment="").values_list("comment", flat=True)
        assert comments
        assert [words for words in comments if words in everything] == []

    def test_the_page_says_what_is_handed_out(self, announced, client):
        export = proof.export_of(announced.edition)
        assert export.package_sha256 in seen(got(client, PAGE, announced))
        assert got(client, PACKAGE, announced).content == export.package

    def test_a_new_line_of_the_ledger_makes_another(self, announced):
        before = proof.export_of(announced.edition).values_sha256
        announced.edition.refresh_from_db()
        proof.chain.append(announced.edition.chain, "x", {}, at=announced.at(93))
        assert proof.export_of(announced.edition).values_sha256 != before


class TestTheTable:
    def test_it_has_every_award_that_stands(self, announced, client):
        lines = got(client, PAGE, announced).context["lines"]
        awards = Award.objects.filter(decision=announced.decision)
        assert sorted((line.rank, line.prize) for line in lines) == sorted(
            (award.rank, award.tier.name) for award in awards
        )

    def test_a_work_that_was_withdrawn_is_not_called_by_its_title(self, announced, client):
        gone, stays = announced.decision.awards.select_related("entry")[:2]
        type(gone.entry).objects.filter(pk=gone.entry.pk).update(status="withdrawn")
        page = seen(got(client, PAGE, announced))
        row = announced.standing.rows.get(entry=gone.entry)
        assert row.code not in page
        assert announced.standing.rows.get(entry=stays.entry).code in page

    def test_a_work_under_embargo_keeps_its_title(self, announced, client):
        entry = announced.decision.awards.first().entry
        title = entry.title
        type(entry).objects.filter(pk=entry.pk).update(embargo_until="2099-01-01")
        with clock.set_to(announced.at(93)):
            assert title not in seen(got(client, PAGE, announced))

    @pytest.mark.counts_queries("proof")
    def test_it_asks_as_much_for_few_awards_as_for_many(
        self, announced, client, django_assert_max_num_queries
    ):
        got(client, PAGE, announced)
        with django_assert_max_num_queries(20) as with_all:
            got(client, PAGE, announced)
        first = announced.decision.awards.first()
        works = announced.decision.awards.exclude(pk=first.pk).values("entry")
        type(first.entry).objects.filter(pk__in=works).update(status="withdrawn")
        with django_assert_max_num_queries(20) as with_one:
            assert len(got(client, PAGE, announced).context["lines"]) == 1
        assert len(with_one) == len(with_all)
