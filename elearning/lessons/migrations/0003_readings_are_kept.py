"""A lesson that somebody has read is not deleted with the record of it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lessons", "0002_lessons_say_which_edition_they_show")]
    operations = [
        migrations.AlterField(
            model_name="reading",
            name="lesson",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="readings", to="lessons.lessonpage"
            ),
        )
    ]
