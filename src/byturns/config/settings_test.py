"""Settings of the test suite: a folder of its own, mail in memory, SQLite unless DATABASE_URL says."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("BYTURNS_MODE", "test")
os.environ.setdefault("BYTURNS_PUSH", "yes")
os.environ.setdefault("BYTURNS_SECRET", "only for tests, never for a group: 0123456789abcdefghijklmnopqrstuv")
if "BYTURNS_DIR" not in os.environ:  # whoever makes the folder takes it away: parallel runs share it
    os.environ["BYTURNS_DIR"] = tempfile.mkdtemp(prefix="byturns-test-")
    atexit.register(shutil.rmtree, os.environ["BYTURNS_DIR"], ignore_errors=True)
os.makedirs(os.environ["BYTURNS_DIR"], exist_ok=True)

from byturns.config.settings import *  # noqa: E402, F403 - the real settings, with the few changes below
from byturns.config.settings import DATABASES, STORAGES  # noqa: E402

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": os.environ["BYTURNS_DIR"] + "/test.sqlite3"}
WHITENOISE_AUTOREFRESH = True
