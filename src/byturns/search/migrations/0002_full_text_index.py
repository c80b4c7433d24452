"""The full-text index over the terms, as each database knows it. Written by hand: keep when squashing.

SQLite: an FTS5 table that reads its text from search_entry, kept in step by triggers. A later migration
that makes SQLite rebuild the table search_entry must run these statements again: triggers go with it.
"""

from django.db import migrations

SQLITE = [
    "CREATE VIRTUAL TABLE search_terms USING fts5("
    "terms, content='search_entry', content_rowid='message_id', tokenize='ascii')",
    "CREATE TRIGGER search_entry_put AFTER INSERT ON search_entry BEGIN "
    "INSERT INTO search_terms(rowid, terms) VALUES (new.message_id, new.terms); END",
    "CREATE TRIGGER search_entry_gone AFTER DELETE ON search_entry BEGIN "
    "INSERT INTO search_terms(search_terms, rowid, terms) VALUES ('delete', old.message_id, old.terms); END",
    "CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN "
    "INSERT INTO search_terms(search_terms, rowid, terms) VALUES ('delete', old.message_id, old.terms); "
    "INSERT INTO search_terms(rowid, terms) VALUES (new.message_id, new.terms); END",
]
POSTGRES = ["CREATE INDEX search_entry_terms ON search_entry USING gin (to_tsvector('simple', terms))"]


def make(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for trigger in ("search_entry_put", "search_entry_gone", "search_entry_changed"):
            schema_editor.execute(f"DROP TRIGGER {trigger}")
        schema_editor.execute("DROP TABLE search_terms")
    else:
        schema_editor.execute("DROP INDEX search_entry_terms")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
