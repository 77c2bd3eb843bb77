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
os.environ["OPENCOMPACT_DATA"] = os.environ["OPENCOMPACT_TEST_DATA"]
os.environ.setdefault("OPENCOMPACT_ADDRESS", "http://testserver")

from opencompact.site.settings import *  # noqa: F403

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
