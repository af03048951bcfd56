"""Words of the foot of every page."""

from app.words import N_

WORDS = {
    "frame.list": N_("Screened against the list %(source)s of %(day)s."),
    "frame.list_invented": N_(
        "Screened against an invented list in the form of %(source)s, of %(day)s."
    ),
    "frame.lists": N_("Screened against %(count)s lists: %(lists)s."),
    "frame.list_short": N_("%(source)s of %(day)s"),
    "frame.list_short_invented": N_("an invented list in the form of %(source)s, of %(day)s"),
}
