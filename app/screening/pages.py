"""Every page of screening: brings the files of its views together under one blueprint."""

from app.screening import views_export, views_lists, views_search
from app.screening.views import screening

__all__ = ["screening", "views_export", "views_lists", "views_search"]
