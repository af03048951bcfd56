"""Words of searches, of the keys of programs, and of what a program is answered."""

from app.words import N_, P_

WORDS = {
    "purpose.application": N_("An application for a registration or licence"),
    "purpose.assistance": N_("Another State has asked"),
    "purpose.border": N_("Goods or documents at a border"),
    "purpose.enforcement": N_("An offence, or a case against a trader"),
    "purpose.review": N_("A registration or licence that stands"),
    "refusal.case_ref_long": N_("Name the case in %(most)s letters at most"),
    "refusal.search_names_many": N_("Look for %(most)s names of one party at most"),
    "refusal.search_name_long": N_("A name may have %(most)s letters at most"),
    # Keys of programs.
    "refusal.api_key_missing": N_(
        "Show a key: the header Authorization with “ApiKey”, a space and the key. An officer makes"
        " one on the page Keys for programs."
    ),
    "refusal.api_key_unknown": N_(
        "This key opens nothing: it is wrong, ended or was withdrawn, or its officer may no longer"
        " search. Ask that officer for a new one."
    ),
    "refusal.api_key_scope": N_("This key does not open this address."),
    "refusal.api_key_no_account": N_("No account in use has this name"),
    "refusal.api_key_role": N_(
        "Only licensing, senior and enforcement officers have keys: others do not search so"
    ),
    "refusal.api_key_label_missing": N_("Name the program that will use the key"),
    "refusal.api_key_label_taken": N_(
        "A key of this program stands already. Withdraw it first, or give this one another name"
    ),
    "refusal.api_key_days": N_("Let it stand for 1 to %(most)s days"),
    "refusal.api_key_too_many": N_(
        "You have %(most)s keys that stand. Withdraw one that no program needs"
    ),
    "refusal.api_key_withdrawn_already": N_("This key was withdrawn already."),
    # What a program asked wrongly.
    "refusal.match_no_json": N_("The body is no JSON text in UTF-8. Send a JSON object."),
    "refusal.match_type": N_("Say what the body is: the header Content-Type: application/json."),
    "refusal.match_shape": N_(
        "The request is not of the shape described in docs/screening-api.md: %(detail)s."
    ),
    "refusal.match_schema": N_(
        "“%(schema)s” cannot be looked for. Name one of these schemata: %(known)s."
    ),
    "refusal.match_not_as": N_("Leave out only schemata that entries have: %(known)s."),
    "refusal.match_name_missing": N_("The party has no name. Give at least one as “name”."),
    "refusal.match_birth": N_(
        "“%(value)s” is no date of birth. Write 1979-07-11, 1979-07 or 1979."
    ),
    "refusal.match_dataset": N_("There is no such dataset. There are: %(known)s."),
    "refusal.match_list": N_("There is no list “%(name)s”. There are: %(known)s."),
    "refusal.match_no_list": N_("No list is left to be asked. Leave out fewer."),
    "refusal.match_algorithm": N_(
        "This register has one matcher. Leave “algorithm” out, or say “best”; the answer says"
        " which it was."
    ),
    "refusal.match_weights": N_(
        "The weights of this matcher are fixed, so that results can be made again. Leave them out."
    ),
    "refusal.match_changed_since": N_(
        "Not every list says when an entry changed, so this would hide entries. Leave it out."
    ),
    "refusal.match_parameter": N_(
        "This parameter is not known here. Leave it out; known are: %(known)s."
    ),
    "refusal.match_parameter_twice": N_("This parameter may stand once only."),
    "refusal.match_key_in_address": N_(
        "A key in an address is written into logs. Send it in the header Authorization, and"
        " withdraw this one."
    ),
    "refusal.match_purpose": N_("Say the purpose by one of these words: %(known)s."),
    # What a program is answered where nothing else is said.
    "refusal.api_no_such_address": N_(
        "There is no such address. POST to /api/v1/match, or to /api/v1/match/ and a dataset."
    ),
    "refusal.api_method": N_("This address takes another method: POST /api/v1/match."),
    "refusal.api_too_large": N_("The request is larger than one mebibyte. Send it in parts."),
    "refusal.api_fault": N_(
        "Something went wrong here, and is on record under the instance named. Try again later."
    ),
    "refusal.api_refused": N_("The request was refused. Read docs/screening-api.md."),
    # A screening or search made again.
    "replay.not_found": N_("No screening and no search has this id."),
    "replay.not_answered": N_("It was never answered, so there is nothing to compare with."),
    "replay.was_a_fault": N_("It ended in a fault and not in an answer."),
    "replay.record_changed": N_(
        "What is on record of it does not make up its digest: the record itself was changed."
    ),
    "replay.list_missing": N_(
        "The list “%(source)s” of %(day)s, which was used, is not here whole any more."
    ),
    "replay.watchlist_lost": N_(
        "The watchlist as it stood, with %(entries)s entries, cannot be put together any more."
    ),
    "replay.version": N_("Other version: %(what)s %(before)s, now %(after)s."),
    "replay.gone": N_(
        "Found then, not now: %(list)s %(reference)s, %(score)s of 100, %(strength)s (%(reasons)s)."
    ),
    "replay.new": N_(
        "Found now, not then: %(list)s %(reference)s, %(score)s of 100, %(strength)s (%(reasons)s)."
    ),
    "replay.same": N_("The same answer."),
    "replay.differs": N_("Another answer."),
}

PLURALS = {
    "replay.then": P_(
        "Answered on %(moment)s with %(n)s entry.", "Answered on %(moment)s with %(n)s entries."
    ),
}
