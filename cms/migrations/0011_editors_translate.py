from django.db import migrations


def give(apps, schema_editor):
    """Who publishes pages translates them, and tells works that won in English."""
    from django.apps import apps as present
    from django.contrib.auth.management import create_permissions
    from django.contrib.contenttypes.management import create_contenttypes

    for label in ("cms", "simple_translation"):
        config = present.get_app_config(label)
        create_contenttypes(config, verbosity=0)
        create_permissions(config, verbosity=0)
    every = apps.get_model("auth", "Permission").objects
    told = every.filter(content_type__app_label="cms", content_type__model="englishsummary")
    translate = every.filter(
        content_type__app_label="simple_translation", codename="submit_translation"
    )
    for group in apps.get_model("auth", "Group").objects.filter(
        name__in=["Biên tập viên", "Cơ quan thường trực"]
    ):
        group.permissions.add(*told, *translate)


class Migration(migrations.Migration):
    """Editors translate."""

    dependencies = [
        ("cms", "0010_english_summaries"),
        ("cms", "0002_office_groups"),
        ("simple_translation", "0001_initial"),
    ]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
