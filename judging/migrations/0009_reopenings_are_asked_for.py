from django.db import migrations


def ask(apps, _schema_editor):
    """What waits for a second person becomes a request, which ends by itself when it is old."""
    # As the models of the present write it: the moments at which it passes on and becomes void.
    from competition.models.milestones import EXPIRES_AFTER, PASSES_AFTER, working_days_later

    Reopening = apps.get_model("judging", "Reopening")
    JointRequest = apps.get_model("competition", "JointRequest")
    waiting = Reopening.objects.filter(agreed_at=None).select_related(
        "sheet__assignment__judge__panel__round", "sheet__assignment__blinded_entry"
    )
    for reopening in waiting:
        judge = reopening.sheet.assignment.judge
        JointRequest.objects.create(
            edition_id=judge.panel.round.edition_id,
            kind="reopening",
            content={
                "sheet": reopening.sheet_id,
                "locked_at": reopening.locked_at.isoformat(),
                "round": judge.panel.round_id,
                "user": judge.user_id,
            },
            changes=[[reopening.sheet.assignment.blinded_entry.code, str(reopening.total), "–"]],
            reason=reopening.reason[:300],
            asked_by_id=reopening.asked_by_id,
            asked_at=reopening.asked_at,
            passes_at=working_days_later(reopening.asked_at, PASSES_AFTER),
            expires_at=working_days_later(reopening.asked_at, EXPIRES_AFTER),
        )
        reopening.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0002_two_people"),
        ("judging", "0008_deputies_hold_no_seat"),
    ]

    operations = [migrations.RunPython(ask, migrations.RunPython.noop)]
