"""The limit we measure against: a bare Django view that reads 51 rows of stored HTML and fills one template.

Run as `python -m bench.reference FOLDER PORT`. Also answers /hello from raw WSGI, without Django.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

ROWS = 51
TEMPLATE = (
    "<!doctype html><html lang=en><title>Reference</title><main>"
    "{% for row in rows %}<article><h2>{{ row.who }}</h2><time>{{ row.at }}</time>{{ row.html|safe }}</article>{% endfor %}"
    "</main></html>"
)


def configure(folder: Path) -> None:
    """The smallest settings that such a view needs."""
    from django.conf import settings

    settings.configure(
        SECRET_KEY="only for a measurement",  # noqa: S106
        ALLOWED_HOSTS=["127.0.0.1", "localhost"],
        ROOT_URLCONF=__name__,
        USE_TZ=True,
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": folder / "reference.sqlite3",
                "CONN_MAX_AGE": None,
                "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"},
            }
        },
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "loaders": [("django.template.loaders.locmem.Loader", {"page.html": TEMPLATE})],
                },
            }
        ],
    )
    import django

    django.setup()


def page(request: Any) -> Any:
    from django.db import connection
    from django.shortcuts import render

    with connection.cursor() as cursor:
        cursor.execute("SELECT who, at, html FROM row ORDER BY id")
        rows = [{"who": who, "at": at, "html": html} for who, at, html in cursor.fetchall()]
    return render(request, "page.html", {"rows": rows})


def store(folder: Path, rows: list[tuple[str, str, str]]) -> None:
    """Put the rows (who, when, html) where the reference reads them."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(folder / "reference.sqlite3")) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, who TEXT, at TEXT, html TEXT)")
        database.executemany("INSERT INTO row (who, at, html) VALUES (?, ?, ?)", rows)
        database.commit()


urlpatterns: list[Any] = []


def main(folder: Path, port: int) -> None:
    configure(folder)
    from django.core.wsgi import get_wsgi_application
    from django.urls import path
    from waitress.server import create_server

    urlpatterns.append(path("page", page))
    django_app = get_wsgi_application()

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/hello":
            start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "6")])
            return [b"hello\n"]
        return django_app(environ, start)

    create_server(application, host="127.0.0.1", port=port, threads=8, ident="").run()


if __name__ == "__main__":
    # The view's module must be this one by its real name, not __main__.
    from bench import reference

    reference.main(Path(sys.argv[1]), int(sys.argv[2]))
