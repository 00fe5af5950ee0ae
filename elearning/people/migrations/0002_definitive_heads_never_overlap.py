"""One definitive head per unit at a time (ADR 0004). PostgreSQL holds it; on SQLite ``OfficeHolding.clean`` does."""

from django.db import migrations

NAME = "definitive_heads_never_overlap"
ADD = f"""
    ALTER TABLE people_officeholding ADD CONSTRAINT {NAME}
    EXCLUDE USING gist (int8range(unit_id, unit_id, '[]') WITH &&, daterange(starts_on, ends_on) WITH &&)
    WHERE (role = 'head' AND kind = 'definitif')
"""


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ADD)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE people_officeholding DROP CONSTRAINT {NAME}")


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
