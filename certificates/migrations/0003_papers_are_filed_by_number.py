import django.db.models
from django.db import migrations

import certificates.models


class Migration(migrations.Migration):
    dependencies = [("certificates", "0002_initial")]

    operations = [
        migrations.AlterField(
            model_name="certificatefile",
            name="pdf",
            field=django.db.models.FileField(
                max_length=200,
                storage=certificates.models.private_storage,
                upload_to=certificates.models.filed_under,
            ),
        ),
    ]
