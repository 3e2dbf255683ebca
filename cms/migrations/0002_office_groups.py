from django.db import migrations


def give(apps, schema_editor):
    """The two groups that work in the office, and what they may do there beyond their roles in an edition."""
    from django.apps import apps as present
    from django.contrib.auth.management import create_permissions
    from django.contrib.contenttypes.management import create_contenttypes

    for label in ("wagtailadmin", "competition", "wagtailimages", "wagtaildocs", "wagtailcore"):
        config = present.get_app_config(label)
        create_contenttypes(config, verbosity=0)
        create_permissions(config, verbosity=0)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    door = Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin")
    rules = Permission.objects.filter(
        content_type__app_label="competition", codename__regex="^(add|change|view)_"
    )
    secretariat, _ = Group.objects.get_or_create(name="Cơ quan thường trực")
    secretariat.permissions.add(door, *rules)
    editors, _ = Group.objects.get_or_create(name="Biên tập viên")
    editors.permissions.add(door)
    Page, PagePermission = (
        apps.get_model("wagtailcore", "Page"),
        apps.get_model("wagtailcore", "GroupPagePermission"),
    )
    Collection = apps.get_model("wagtailcore", "Collection")
    CollectionPermission = apps.get_model("wagtailcore", "GroupCollectionPermission")
    root, collection = Page.objects.get(depth=1), Collection.objects.get(depth=1)
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore",
        codename__in=["add_page", "change_page", "publish_page"],
    ):
        for group in (editors, secretariat):
            PagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    for permission in Permission.objects.filter(
        codename__in=[
            "add_image",
            "change_image",
            "choose_image",
            "add_document",
            "choose_document",
        ]
    ):
        for group in (editors, secretariat):
            CollectionPermission.objects.get_or_create(
                group=group, collection=collection, permission=permission
            )


class Migration(migrations.Migration):
    """Groups of the office."""

    dependencies = [
        ("cms", "0001_initial"),
        ("competition", "0001_initial"),
        ("wagtailadmin", "0005_editingsession_is_editing"),
        ("wagtailcore", "0096_referenceindex_referenceindex_source_object_and_more"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
