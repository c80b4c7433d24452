"""Every setting in one file. What an operator may change comes from the environment (env.py)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from byturns.config import env, secret

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent

# --- What kind of house this is -----------------------------------------------------------------
# demo: a made-up group, loopback only. serve: the real thing.
MODE = env.choice("MODE", "serve", ("serve", "demo", "test"), "set by the commands; leave it alone")
DATA_DIR = Path(env.text("DIR", str(ROOT / ".byturns"), "folder for the database, secret and mail log"))
ORIGIN = env.text("ORIGIN", "", "the address people type, such as https://carers.example.org")
TLS = env.choice(
    "TLS", "none", ("none", "proxy"), "proxy: a server in front (Caddy, nginx) speaks HTTPS for us"
)
LISTEN = env.text("LISTEN", "127.0.0.1", "address to listen on")

SECRET_KEY = env.text("SECRET", "", "secret for signing; made and kept in the data folder when empty") or (
    secret.kept_in(DATA_DIR)
)
DEBUG = False

_host = urlsplit(ORIGIN).hostname
if ORIGIN and not (_host and urlsplit(ORIGIN).scheme in {"http", "https"}):
    raise ImproperlyConfigured(f"BYTURNS_ORIGIN must be like https://carers.example.org, not {ORIGIN!r}")
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = [_host] if _host else LOOPBACK
CSRF_TRUSTED_ORIGINS = [ORIGIN] if ORIGIN else []

# --- Apps ---------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "byturns.core.apps.CoreConfig",
    "byturns.ui.apps.UiConfig",
    "byturns.people.apps.PeopleConfig",
    "byturns.groups.apps.GroupsConfig",
    "byturns.conversations.apps.ConversationsConfig",
    "byturns.knowledge.apps.KnowledgeConfig",
    "byturns.reciprocity.apps.ReciprocityConfig",
    "byturns.safety.apps.SafetyConfig",
    "byturns.mail.apps.MailConfig",
    "byturns.notifications.apps.NotificationsConfig",
    "byturns.search.apps.SearchConfig",
    "byturns.portability.apps.PortabilityConfig",
    "byturns.config.apps.ConfigConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "byturns.core.headers.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "byturns.core.methods.MethodsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "byturns.people.middleware.SignedOutMiddleware",
    "byturns.people.middleware.PersonMiddleware",
    "byturns.groups.access.GroupGateMiddleware",
]

ROOT_URLCONF = "byturns.config.urls"
WSGI_APPLICATION = "byturns.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "people" / "templates"],  # before allauth's own pages
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
                "byturns.ui.templatetags.ui",
                "byturns.ui.templatetags.often",
                "byturns.groups.templatetags.rights",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "byturns.ui.context.page",
                "byturns.groups.context.group",
            ],
        },
    }
]
FORM_RENDERER = "byturns.ui.forms.Renderer"

# --- Database -----------------------------------------------------------------------------------
DATABASE_URL = env.text(
    "DATABASE_URL", "", "postgres://user:password@host/name; empty: SQLite in the data folder"
)
DATABASE_URL = DATABASE_URL or os.environ.get("DATABASE_URL", "")
DATABASES: dict[str, Any]
if DATABASE_URL:
    DATABASES = {"default": environ.Env.db_url_config(DATABASE_URL)}
    if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
        # A socket's folder comes as %2Fvar%2Frun in the place of the host.
        DATABASES["default"]["HOST"] = unquote(DATABASES["default"]["HOST"])
        DATABASES["default"]["CONN_MAX_AGE"] = 60
        DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "byturns.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # A write takes the lock at once, and waits for it, instead of failing half-way.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # FULL: an answer "saved" is on the disk, also when the power goes (assurance 2.4).
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
                    "PRAGMA mmap_size=33554432;PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-8000;"
                ),
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In the caller's transaction: the job exists exactly when the change does.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "ENQUEUE_ON_COMMIT": False}}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# --- Signing in (allauth: a code by e-mail, a passkey as the second way, no passwords) -----------
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["byturns.people.sessions.Mailbox"]
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "byturns.people.adapter.Door"
MFA_ADAPTER = "byturns.people.adapter.SecondFactor"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Byturns"
MFA_RECOVERY_CODE_COUNT = 10
MFA_TOTP_TOLERANCE = 1  # half a minute is short for slow hands
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ORIGIN.startswith("https://")
USERSESSIONS_TRACK_ACTIVITY = False  # no "last seen", not even of one's own devices

# --- Cookies and headers ------------------------------------------------------------------------
SESSION_ENGINE = "byturns.people.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "byturns.ui.views.old_form"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if TLS == "proxy":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = False
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-byturns"
    CSRF_COOKIE_NAME = "__Host-csrf"
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# --- Mail ---------------------------------------------------------------------------------------
MAIL_DOMAIN = env.text("MAIL_DOMAIN", _host or "localhost", "domain of our own mail addresses")
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", f"Byturns <group@{MAIL_DOMAIN}>", "who our mail is from")
EMAIL_HOST = env.text("MAIL_HOST", "", "mail server to send through; empty: mail is kept in the data folder")
EMAIL_PORT = env.number("MAIL_PORT", 587, "its port")
EMAIL_HOST_USER = env.text("MAIL_USER", "", "name to sign in there with")
EMAIL_HOST_PASSWORD = env.text("MAIL_PASSWORD", "", "its password (better: BYTURNS_MAIL_PASSWORD_FILE)")
MAIL_TLS = env.choice(
    "MAIL_TLS", "starttls", ("starttls", "tls", "none"), "how the connection is kept private"
)
EMAIL_USE_TLS = MAIL_TLS == "starttls"
EMAIL_USE_SSL = MAIL_TLS == "tls"
EMAIL_TIMEOUT = 20
if MODE == "demo" or not EMAIL_HOST:
    EMAIL_BACKEND = "byturns.config.mailfolder.Backend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
MAIL_IN = env.text(
    "MAIL_IN",
    "",
    "how mail comes in: 127.0.0.1:2525 (SMTP), lmtp:127.0.0.1:2424, imap or webhook; empty: not at all",
)
MAIL_BOX = env.text(
    "MAIL_BOX",
    "",
    "the mailbox that all our addresses are under, such as group for group+...@; empty: each stands alone",
)
MAIL_BORDER = env.text(
    "MAIL_BORDER",
    "",
    "name that the mail server in front writes into Authentication-Results; only that is believed",
)
MAIL_CHECK = env.choice(
    "MAIL_CHECK", "border", ("border", "own"), "who says whether a sender is true: BYTURNS_MAIL_BORDER, or we"
)
MAIL_DNS = env.text(
    "MAIL_DNS", "", "DNS server for our own check, such as 127.0.0.1:53; empty: this machine's"
)
MAIL_WEBHOOK = env.choice(
    "MAIL_WEBHOOK",
    "",
    ("", "mailgun", "postal", "postmark"),
    "service that posts mail to us when MAIL_IN is webhook",
)
MAIL_WEBHOOK_KEY = env.text(
    "MAIL_WEBHOOK_KEY", "", "what proves that it is the service (better: BYTURNS_MAIL_WEBHOOK_KEY_FILE)"
)
ANYMAIL = {
    {
        "mailgun": "MAILGUN_WEBHOOK_SIGNING_KEY",
        "postal": "POSTAL_WEBHOOK_KEY",
        "postmark": "WEBHOOK_SECRET",
    }.get(MAIL_WEBHOOK, "NONE"): MAIL_WEBHOOK_KEY
}
if MAIL_IN == "webhook":
    DATA_UPLOAD_MAX_MEMORY_SIZE = 40 * 1024 * 1024  # a whole mail comes as one form
IMAP_HOST = env.text("IMAP_HOST", "", "server of the mailbox that is read when BYTURNS_MAIL_IN is imap")
IMAP_PORT = env.number("IMAP_PORT", 993, "its port")
IMAP_USER = env.text("IMAP_USER", "", "name to sign in there with")
IMAP_PASSWORD = env.text("IMAP_PASSWORD", "", "its password (better: BYTURNS_IMAP_PASSWORD_FILE)")
IMAP_TLS = env.choice("IMAP_TLS", "tls", ("tls", "starttls", "none"), "how the connection is kept private")
IMAP_FOLDER = env.text("IMAP_FOLDER", "INBOX", "folder that new mail comes to")
IMAP_DONE = env.text("IMAP_DONE", "Byturns", "folder for mail taken in; deleted from it after 30 days")

PUSH = env.yes("PUSH", False, "whether members may have devices told (web push); needs https to the outside")
PUSH = PUSH and MODE != "demo"  # nothing of a demo leaves the machine
PUSH_KEY = secret.push_key_in(DATA_DIR) if PUSH else ""

# --- Language and time --------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
COUNTRY = env.choice("COUNTRY", "GB", ("GB",), "the country whose help numbers are shown")
TIME_ZONE = env.text("TIME_ZONE", "Europe/London", "time zone of the server's own pages")

# --- Static files -------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_FINDERS = [
    "byturns.ui.staticjoin.Finder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False  # nothing of ours is for pages of others
MEDIA_ROOT = DATA_DIR / "files"

# --- Our own ------------------------------------------------------------------------------------
LEAVE_TO = env.text("LEAVE_TO", "https://www.bbc.co.uk/weather", "where 'leave this site quickly' goes")
BYTURNS_LEAVE_TO = LEAVE_TO
BACKUP_PASSPHRASE = env.text("BACKUP_PASSPHRASE", "", "what backups are encrypted with")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG", "WARNING", "how much is logged")},
    "loggers": {
        # Its lines for 4xx hold the path, and a path may hold the secret of an invitation.
        "django.request": {"level": "ERROR"},
        "waitress.queue": {"level": "ERROR"},
    },
}
# Other names under the same domain are not ours to promise HTTPS for.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
