"""The door to the street: `flask --app wsgi …` and `granian wsgi:app`."""

import os
import sys

from app.factory import create_app
from config import Config, ConfigError

try:
    app = create_app(Config.from_env(os.environ))
except ConfigError as wrong:
    sys.exit(str(wrong))
