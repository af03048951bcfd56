"""The door to the street: `flask --app wsgi …` and `granian wsgi:app`."""

import os
import sys

from app.factory import create_app
from config import Config, ConfigError

try:
    config = Config.from_env(os.environ)
    # A server of pages, `flask run` too, but no other command and not the worker.
    if "FLASK_RUN_FROM_CLI" not in os.environ or "run" in sys.argv:
        config.require_keys_apart()
    app = create_app(config)
except ConfigError as wrong:
    sys.exit(str(wrong))
