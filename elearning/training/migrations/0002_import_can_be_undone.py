import uuid

from django.db import migrations, models


def give_public_ids(apps, schema_editor):
    for batch in apps.get_model("training", "ImportBatch").objects.all():
        batch.public_id = uuid.uuid4()
        batch.save(update_fields=["public_id"])


class Migration(migrations.Migration):
    dependencies = [("training", "0001_initial")]

    operations = [
        migrations.AddField("importbatch", "public_id", models.UUIDField(null=True, editable=False)),
        migrations.RunPython(give_public_ids, migrations.RunPython.noop),
        migrations.AlterField(
            "importbatch", "public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
        ),
        migrations.AddField(
            "participant",
            "person_was_new",
            models.BooleanField(
                default=False, editable=False, verbose_name="orang ini baru dicatat bersama daftar"
            ),
        ),
    ]
