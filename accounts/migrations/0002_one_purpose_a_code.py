"""A printed code has one purpose. Those printed before prove who has signed in, and open no door."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="signincode",
            name="purpose",
            field=models.CharField(
                choices=[("sign_in", "to sign in"), ("proof", "to prove who has signed in")],
                default="proof",
                max_length=8,
                verbose_name="purpose",
            ),
            preserve_default=False,
        ),
    ]
