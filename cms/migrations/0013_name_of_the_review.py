from django.db import migrations

NAMES = {"Moderators approval": "Duyệt bài"}  # Wagtail makes both rows in English


def name_in_vietnamese(apps, schema_editor):
    for model in ("Workflow", "Task"):
        rows = apps.get_model("wagtailcore", model).objects
        for english, vietnamese in NAMES.items():
            rows.filter(name=english).update(name=vietnamese)


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0012_names_in_vietnamese"),
        ("wagtailcore", "0083_workflowcontenttype"),
    ]

    operations = [migrations.RunPython(name_in_vietnamese, migrations.RunPython.noop)]
