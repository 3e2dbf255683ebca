from django.db import migrations


def give(apps, schema_editor):
    """Who writes the news keeps its categories."""
    from django.apps import apps as present
    from django.contrib.auth.management import create_permissions
    from django.contrib.contenttypes.management import create_contenttypes

    config = present.get_app_config("cms")
    create_contenttypes(config, verbosity=0)
    create_permissions(config, verbosity=0)
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="cms", content_type__model="newscategory"
    )
    for group in apps.get_model("auth", "Group").objects.filter(
        name__in=["Biên tập viên", "Cơ quan thường trực"]
    ):
        group.permissions.add(*permissions)


class Migration(migrations.Migration):
    """Editors keep the categories of the news."""

    dependencies = [("cms", "0004_news_formats"), ("cms", "0002_office_groups")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
