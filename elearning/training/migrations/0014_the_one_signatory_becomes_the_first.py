from django.db import migrations


def into_rows(apps, schema_editor):
    """Who signed alone is the first of a list; half of an entry is kept, and «Siap dijalankan?» asks for the rest."""
    rows = apps.get_model("training", "SessionSignatory")
    sessions = apps.get_model("training", "TrainingSession").objects.exclude(signatory_name="", signatory_title="")
    rows.objects.bulk_create(
        rows(session_id=pk, sort_order=0, name=name, title=title)
        for pk, name, title in sessions.values_list("pk", "signatory_name", "signatory_title")
    )


def into_columns(apps, schema_editor):
    """Back: the first of each list is the one."""
    sessions = apps.get_model("training", "TrainingSession").objects
    rows = apps.get_model("training", "SessionSignatory").objects.order_by("-sort_order", "-pk")
    for row in rows:
        sessions.filter(pk=row.session_id).update(signatory_name=row.name, signatory_title=row.title)


class Migration(migrations.Migration):

    dependencies = [
        ('training', '0013_papers_say_who_signs'),
    ]

    operations = [
        migrations.RunPython(into_rows, into_columns),
    ]
