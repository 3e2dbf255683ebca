from django.db import migrations


def give(apps, schema_editor):
    """Who publishes pages orders the menus that lead to them."""
    from django.apps import apps as present
    from django.contrib.auth.management import create_permissions
    from django.contrib.contenttypes.management import create_contenttypes

    config = present.get_app_config("cms")
    create_contenttypes(config, verbosity=0)
    create_permissions(config, verbosity=0)
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="cms", codename="change_sitemenus"
    )
    for group in apps.get_model("auth", "Group").objects.filter(
        name__in=["Biên tập viên", "Cơ quan thường trực"]
    ):
        group.permissions.add(*permissions)


class Migration(migrations.Migration):
    """Editors order the menus."""

    dependencies = [("cms", "0007_contact_and_menus"), ("cms", "0002_office_groups")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
