"""Spans of one provision never overlap (ADR 0005). PostgreSQL holds it; on SQLite ``ProvisionVersion.clean`` does."""

from django.db import migrations

NAME = "provision_versions_never_overlap"
# Two ranges instead of «provision_id WITH =»: ranges are indexable by GiST as they are, so no extension is needed.
ADD = f"""
    ALTER TABLE regulations_provisionversion ADD CONSTRAINT {NAME}
    EXCLUDE USING gist (int8range(provision_id, provision_id, '[]') WITH &&, daterange(valid_from, valid_to) WITH &&)
"""


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ADD)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE regulations_provisionversion DROP CONSTRAINT {NAME}")


class Migration(migrations.Migration):
    dependencies = [("regulations", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
