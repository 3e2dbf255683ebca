from collections import defaultdict
from decimal import Decimal

from django.db import migrations, models
from django.db.models import Max, Min


def write_down(apps, _editor):
    """What closing a round writes down from now on, for rounds that are closed already."""
    copies = apps.get_model("judging", "BlindedEntry")
    sheets = apps.get_model("judging", "Scoresheet").objects.filter(
        state="locked",
        assignment__state="confirmed",
        assignment__judge__panel__round__state__in=["closed", "frozen"],
        assignment__blinded_entry__withdrawn_at=None,
    )
    by_entry = sheets.values("assignment__blinded_entry", "assignment__judge__panel")
    totals = by_entry.annotate(highest=Max("total"), lowest=Min("total")).order_by()
    for row in totals.iterator():
        copies.objects.filter(pk=row["assignment__blinded_entry"]).update(
            panel=row["assignment__judge__panel"], spread=row["highest"] - row["lowest"]
        )


def note_who_goes_on(apps, _editor):
    """What freezing a ranking notes from now on, for rankings that are frozen already: the best n
    of each field that are good enough, and all that share the last rank.
    """
    rankings = apps.get_model("judging", "Ranking").objects.defer("scheme", "sheets")
    for ranking in rankings.select_related("round__scheme"):
        scheme = ranking.round.scheme
        fields = defaultdict(list)
        for row in ranking.rows.order_by("rank", "code"):
            if _is_good_enough(scheme, row):
                fields[row.field_id].append(row)
        for rows in fields.values():
            most = scheme.promotes_per_field or len(rows)
            last = rows[min(most, len(rows)) - 1].rank
            going_on = [row.pk for row in rows if row.rank <= last]
            ranking.rows.filter(pk__in=going_on).update(goes_on=True)


def _is_good_enough(scheme, row):
    if scheme.promotes_from is not None and row.score < scheme.promotes_from:
        return False
    has_zero = any(mean is not None and Decimal(mean) == 0 for mean in row.criterion_means)
    return not (scheme.promotes_without_zero and has_zero)


class Migration(migrations.Migration):
    dependencies = [
        ("judging", "0003_drawn_sheets"),
    ]

    operations = [
        migrations.AddField(
            model_name="blindedentry",
            name="spread",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                editable=False,
                max_digits=8,
                null=True,
                verbose_name="spread",
            ),
        ),
        migrations.AddField(
            model_name="rankingrow",
            name="goes_on",
            field=models.BooleanField(default=False, verbose_name="goes on by the rule"),
        ),
        migrations.AddIndex(
            model_name="blindedentry",
            index=models.Index(
                models.F("panel"),
                models.OrderBy(models.F("spread"), descending=True),
                models.F("code"),
                condition=models.Q(("withdrawn_at", None)),
                name="judging_apart",
            ),
        ),
        migrations.RunPython(write_down, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(note_who_goes_on, migrations.RunPython.noop, elidable=True),
    ]
