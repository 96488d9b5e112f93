"""The one settings module: everything an operator may change comes from `HUIYIN_*` or `DATABASE_URL`.

Each variable is described in docs/how-to/configure.md; a test keeps the two in step.
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from huiyin.foundation import keys
from huiyin.foundation.database import database
from huiyin.law.parameters import jurisdictions

PACKAGE = Path(__file__).resolve().parent.parent

HUIYIN_HOME = Path(os.environ.get("HUIYIN_HOME", "var")).resolve()
HUIYIN_MODE = os.environ.get("HUIYIN_MODE", "development")  # development | demo | production
HUIYIN_KEYS = Path(os.environ.get("HUIYIN_KEYS", str(HUIYIN_HOME / "keys"))).resolve()
HUIYIN_CIPHER = os.environ.get("HUIYIN_CIPHER", "aes-256-gcm")  # or sm4-gcm
HUIYIN_FONTS = Path(os.environ["HUIYIN_FONTS"]) if os.environ.get("HUIYIN_FONTS") else None
# From one address in ten minutes, so that no machine fills the disk; nought means without a limit.
HUIYIN_PETITIONS_LIMIT = int(
    os.environ.get("HUIYIN_PETITIONS_LIMIT", "2000" if HUIYIN_MODE == "production" else "0")
)
HUIYIN_UPLOAD_MB = int(os.environ.get("HUIYIN_UPLOAD_MB", "20"))
# Webhooks go to the open internet only, unless an intranet says that its own addresses are meant.
WEBHOOK_PRIVATE = os.environ.get("HUIYIN_WEBHOOK_PRIVATE", "refuse") == "allow"
# Where every core counts, search may go by words alone though the extra is there.
HUIYIN_SEMANTIC = os.environ.get("HUIYIN_SEMANTIC", "auto")  # or off
HUIYIN_UPLOAD_COUNT = int(os.environ.get("HUIYIN_UPLOAD_COUNT", "9"))
HUIYIN_IDLE_MINUTES = int(os.environ.get("HUIYIN_IDLE_MINUTES", "30"))
HUIYIN_ESCALATE_DAYS = int(os.environ.get("HUIYIN_ESCALATE_DAYS", "5"))
# What the numbers say takes minutes of a core each night; by command it is made all the same.
HUIYIN_NIGHT = os.environ.get("HUIYIN_NIGHT", "auto")  # or off
HUIYIN_LAKE_ENGINE = os.environ.get("HUIYIN_LAKE_ENGINE", "duckdb")  # or spark, with the extra of that name
HUIYIN_JURISDICTION = os.environ.get("HUIYIN_JURISDICTION", "national")
if HUIYIN_JURISDICTION not in jurisdictions():
    raise ImproperlyConfigured(f"HUIYIN_JURISDICTION must be one of {', '.join(jurisdictions())}.")

if HUIYIN_LAKE_ENGINE not in {"duckdb", "spark"}:
    raise ImproperlyConfigured("HUIYIN_LAKE_ENGINE must be duckdb or spark.")
if HUIYIN_NIGHT not in {"auto", "off"}:
    raise ImproperlyConfigured("HUIYIN_NIGHT must be auto or off.")
if HUIYIN_MODE not in {"development", "demo", "production"}:
    raise ImproperlyConfigured("HUIYIN_MODE must be development, demo or production.")
if HUIYIN_SEMANTIC not in {"auto", "off"}:
    raise ImproperlyConfigured("HUIYIN_SEMANTIC must be auto or off.")
PRODUCTION = HUIYIN_MODE == "production"
HUIYIN_TWO_FACTOR = os.environ.get("HUIYIN_TWO_FACTOR") or ("required" if PRODUCTION else "offered")
if HUIYIN_TWO_FACTOR not in {"required", "offered"}:
    raise ImproperlyConfigured("HUIYIN_TWO_FACTOR must be required or offered.")
if PRODUCTION and HUIYIN_KEYS.is_relative_to(HUIYIN_HOME):
    raise ImproperlyConfigured(
        "Production keeps its keys apart from its records: set HUIYIN_KEYS to a folder outside HUIYIN_HOME."
    )
HUIYIN_HOME.mkdir(parents=True, exist_ok=True, mode=0o700)  # headlines and numbers stand in clear
KEYS = keys.load(HUIYIN_KEYS)

SECRET_KEY = KEYS.django
DEBUG = False
ALLOWED_HOSTS = os.environ.get("HUIYIN_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("HUIYIN_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_cotton.apps.SimpleAppConfig",
    "huiyin.foundation",
    "huiyin.orgs",
    "huiyin.cases",
    "huiyin.registers",
    "huiyin.reception",
    "huiyin.exchange",
    "huiyin.insight",
    "huiyin.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "huiyin.web.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "huiyin.web.middleware.actor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "huiyin.web.middleware.security_headers",
    "huiyin.web.middleware.refusals",
]
ROOT_URLCONF = "huiyin.foundation.urls"
WSGI_APPLICATION = "huiyin.foundation.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "huiyin.web.context.frame",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "huiyin.web.templatetags.icons",
            ],
        },
    }
]
COTTON_DIR = "cotton"

DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), HUIYIN_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "orgs.Staff"
AUTHENTICATION_BACKENDS = ["huiyin.orgs.sign_in.StaffBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "desk:sign_in"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 3600  # one working day
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "huiyin.web.kept.older_than_the_sign_in"
# Browsers send secure cookies over TLS only; a trial on http://localhost has none.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "huiyin_language"
LOCALE_PATHS = [PACKAGE / "web" / "locale"]
USE_I18N = True

STATIC_URL = "/static/"
# The assets are built into the package; they are served from there, nothing is collected.
STATIC_ROOT = PACKAGE / "web" / "static"
WHITENOISE_MAX_AGE = 300  # short, as the names do not change with the content

FILE_UPLOAD_HANDLERS = [
    "huiyin.web.uploads.TooLargeStops",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # a petition of 100,000 characters fits three times over
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Log lines name what happened and where, never who or what they wrote.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_codes": {"()": "huiyin.foundation.logs.WithoutCodes"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_codes"]}
    },
    # Refused requests are normal days, not faults.
    "loggers": {"django.request": {"level": "ERROR"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("HUIYIN_LOG", "WARNING")},
}
