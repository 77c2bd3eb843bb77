"""The settings of the tests: the site's, with a data folder of their own. DATABASE_URL names another database."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

if "OPENCOMPACT_TEST_DATA" not in os.environ:
    folder = tempfile.mkdtemp(prefix="opencompact-")
    os.environ["OPENCOMPACT_TEST_DATA"] = folder
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
for name in [name for name in os.environ if name.startswith("OPENCOMPACT_") and name != "OPENCOMPACT_TEST_DATA"]:
    del os.environ[name]  # what somebody set for a site of their own
os.environ["OPENCOMPACT_DATA"] = os.environ["OPENCOMPACT_TEST_DATA"]
os.environ["OPENCOMPACT_ADDRESS"] = "http://testserver"

from opencompact.site.settings import *  # noqa: E402, F403
from opencompact.site.settings import DATABASES, INSTALLED_APPS  # noqa: E402

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DATABASES["default"].get("OPTIONS", {}).pop("pool", None)  # one connection a test
DATABASES["default"]["TEST"] = {
    "MIGRATE": False
}  # tables from the models; test_migrations.py holds them to be the same
INSTALLED_APPS.append("allauth.socialaccount.providers.openid_connect")  # as where a council has its own sign-in
