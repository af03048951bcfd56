"""Words of what border posts did without a network."""

from app.words import N_

WORDS = {
    "conflict.unknown": N_("No licence of the register bears this number. Find these goods."),
    "conflict.not_valid": N_(
        "The licence was not valid when the goods were released. Find these goods."
    ),
    "conflict.over": N_(
        "Released twice: line %(line)s had %(left)s left, and %(asked)s were released. "
        "Compare the releases of this licence, and call the posts."
    ),
    "offline_outcome.released": N_("Released"),
    "offline_outcome.stopped": N_("Stopped"),
    "offline.VALID": N_("Valid"),
    "offline.VALID_OLD_LIST": N_("Valid with an old list"),
    "offline.REVOKED": N_("Revoked"),
    "offline.SUSPENDED": N_("Suspended"),
    "offline.USED_UP": N_("Used up"),
    "offline.EXPIRED": N_("Expired"),
    "offline.NOT_YET_VALID": N_("Not yet valid"),
    "offline.FORGED": N_("Forged"),
    "offline.UNKNOWN_KEY": N_("Unknown key"),
    "offline.STALE_LIST": N_("Stale list"),
    "offline.NUMBER_ONLY": N_("The number alone"),
    "refusal.stop_reported_already": N_(
        "This stop is reported already: the report stands under Stopped goods."
    ),
    "refusal.sending_unreadable": N_(
        "What this device sent cannot be read. Open the offline page again with a network, "
        "so that it is brought up to date; nothing on the device is lost."
    ),
}
