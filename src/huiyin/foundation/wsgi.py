"""The door for the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.foundation.settings")
application = get_wsgi_application()
# What is there by now stays, so it need not be looked through again and again for what may be thrown away;
# and a request makes some ten thousand things that go by themselves.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
