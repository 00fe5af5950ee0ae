from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0006_draws_corrections_and_statistics")]

    operations = [
        migrations.AddField("itemstatistic", "edition", models.PositiveSmallIntegerField(default=1)),
        migrations.AddField("itemstatistic", "pairs", models.JSONField(default=dict)),
    ]
