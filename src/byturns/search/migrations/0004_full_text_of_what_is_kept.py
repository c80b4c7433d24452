"""The full-text index over the terms of experiences: as migration 0002 for messages. Keep when squashing."""

from django.db import migrations

SQLITE = [
    "CREATE VIRTUAL TABLE search_kept_terms USING fts5("
    "terms, content='search_keptentry', content_rowid='experience_id', tokenize='ascii')",
    "CREATE TRIGGER search_kept_put AFTER INSERT ON search_keptentry BEGIN "
    "INSERT INTO search_kept_terms(rowid, terms) VALUES (new.experience_id, new.terms); END",
    "CREATE TRIGGER search_kept_gone AFTER DELETE ON search_keptentry BEGIN "
    "INSERT INTO search_kept_terms(search_kept_terms, rowid, terms) "
    "VALUES ('delete', old.experience_id, old.terms); END",
    "CREATE TRIGGER search_kept_changed AFTER UPDATE ON search_keptentry BEGIN "
    "INSERT INTO search_kept_terms(search_kept_terms, rowid, terms) "
    "VALUES ('delete', old.experience_id, old.terms); "
    "INSERT INTO search_kept_terms(rowid, terms) VALUES (new.experience_id, new.terms); END",
]
POSTGRES = ["CREATE INDEX search_kept_terms ON search_keptentry USING gin (to_tsvector('simple', terms))"]


def make(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for trigger in ("search_kept_put", "search_kept_gone", "search_kept_changed"):
            schema_editor.execute(f"DROP TRIGGER {trigger}")
        schema_editor.execute("DROP TABLE search_kept_terms")
    else:
        schema_editor.execute("DROP INDEX search_kept_terms")


class Migration(migrations.Migration):
    dependencies = [("search", "0003_entries_of_what_is_kept")]
    operations = [migrations.RunPython(make, drop)]
