"""Words of customs: what a border is told when an act is refused, and the directions."""

from app.words import N_

WORDS = {
    "direction.exit": N_("Exit"),
    "direction.transit": N_("Transit"),
    "direction.entry": N_("Entry"),
    "refusal.declaration_reference_missing": N_("Type the declaration reference"),
    "refusal.nothing_to_write_off": N_("Type how much crosses on at least one line"),
    "refusal.line_unknown": N_("This licence has no line %(line)s"),
    "refusal.declaration_other_body": N_(
        "Declaration %(declaration)s is on the record already, with other figures: %(quantity)s "
        "recorded on %(when)s. Nothing was added. Use another reference, or ask for a contra entry"
    ),
    "refusal.direction_not_of_state": N_("Choose a direction that your State has on this route"),
    "refusal.licence_not_valid": N_(
        "Not written off: the licence is not valid now. Check it again and report a stop."
    ),
    "refusal.more_than_left_on_line": N_("Line %(line)s: %(left)s left. Nothing was written off"),
    "refusal.more_than_left_exit": N_(
        "Line %(line)s: only %(left)s of what left may still pass here. Nothing was recorded"
    ),
    "refusal.no_exit_recorded": N_(
        "Line %(line)s: no exit is recorded that this could belong to. Call the State of dispatch."
    ),
    "refusal.exit_to_choose": N_("Choose the exit that these goods belong to"),
    "refusal.reversal_open_already": N_("A contra entry for this movement waits for a signature."),
    "refusal.contra_of_contra": N_("A contra entry is not reversed; record the movement again."),
    "refusal.reversal_outside_validity": N_(
        "A contra entry is possible only while the licence is in its validity."
    ),
    "refusal.passed_on_already": N_(
        "Transit or entry of these goods is recorded. Reverse that first."
    ),
}
