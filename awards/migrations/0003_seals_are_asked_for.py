from django.db import migrations


def ask(apps, schema_editor):
    """What waits for a second person becomes a request, which ends by itself when it is old."""
    # As the models of the present write it: the moments at which it passes on and becomes void.
    from competition.models.milestones import EXPIRES_AFTER, PASSES_AFTER, working_days_later

    Unsealing = apps.get_model("awards", "Unsealing")
    JointRequest = apps.get_model("competition", "JointRequest")
    waiting = list(Unsealing.objects.filter(opened_at=None).select_related("standing"))
    if waiting:
        # The rows stay otherwise; the guard is put in place again after every migrate.
        table = "" if schema_editor.connection.vendor == "sqlite" else " ON awards_unsealing"
        schema_editor.execute(f"DROP TRIGGER IF EXISTS awards_unsealing_no_delete{table}")
    for unsealing in waiting:
        JointRequest.objects.create(
            edition_id=unsealing.standing.edition_id,
            kind="unsealing",
            content={"standing": unsealing.standing_id},
            changes=[],
            reason="Bảng xếp hạng và kết quả bình chọn đã được chốt.",
            asked_by_id=unsealing.asked_by_id,
            asked_at=unsealing.asked_at,
            passes_at=working_days_later(unsealing.asked_at, PASSES_AFTER),
            expires_at=working_days_later(unsealing.asked_at, EXPIRES_AFTER),
        )
        unsealing.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0002_two_people"),
        ("awards", "0002_works_kept_from_vote"),
    ]

    operations = [migrations.RunPython(ask, migrations.RunPython.noop)]
