from django.db import migrations
from django.db.models import Q


def give(apps, schema_editor):
    """Who publishes pages keeps the menus, the alert, the documents and the events."""
    from django.apps import apps as present
    from django.contrib.auth.management import create_permissions
    from django.contrib.contenttypes.management import create_contenttypes

    config = present.get_app_config("cms")
    create_contenttypes(config, verbosity=0)
    create_permissions(config, verbosity=0)
    kept = Q(content_type__model__in=["issueddocument", "calendarevent"])
    settings = Q(codename__in=["change_sitemenus", "change_sitealert"])
    permissions = apps.get_model("auth", "Permission").objects.filter(
        kept | settings, content_type__app_label="cms"
    )
    for group in apps.get_model("auth", "Group").objects.filter(
        name__in=["Biên tập viên", "Cơ quan thường trực"]
    ):
        group.permissions.add(*permissions)


class Migration(migrations.Migration):
    """Editors keep what the sections of the site list."""

    dependencies = [("cms", "0008_public_sections"), ("cms", "0002_office_groups")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
