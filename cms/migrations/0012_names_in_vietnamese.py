from django.db import migrations


def name(apps, schema_editor):
    """Wagtail's own groups, workflow and task come with English names, which the office reads in
    lists and choices. What somebody has renamed stays, and so does a name that is taken.
    """
    Group = apps.get_model("auth", "Group")
    names = {"Moderators": "Người duyệt trang", "Editors": "Người soạn trang"}
    for english, vietnamese in names.items():
        if not Group.objects.filter(name=vietnamese).exists():
            Group.objects.filter(name=english).update(name=vietnamese)
    for model in ("Workflow", "Task"):
        rows = apps.get_model("wagtailcore", model).objects.filter(name="Moderators approval")
        rows.update(name="Duyệt trước khi đăng")


class Migration(migrations.Migration):
    """Vietnamese names of what Wagtail brings."""

    dependencies = [
        ("cms", "0011_editors_translate"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailcore", "0096_referenceindex_referenceindex_source_object_and_more"),
    ]
    operations = [migrations.RunPython(name, migrations.RunPython.noop)]
