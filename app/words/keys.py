"""Words of the keys: what they are for, how they stand, and why one cannot be used."""

from app.words import N_

WORDS = {
    "key.use.root": N_("Root"),
    "key.use.seal": N_("Seal"),
    "key.use.status": N_("Status lists"),
    "key.use.timestamp": N_("Time stamps"),
    "key.use.token": N_("Codes"),
    "key.back_end.file": N_("File"),
    "key.back_end.offline": N_("Kept offline"),
    "key.back_end.pkcs11": N_("Hardware module"),
    "key.standing.coming": N_("Not yet begun"),
    "key.standing.ended": N_("Ended"),
    "key.standing.retired": N_("Retired"),
    "key.standing.stands": N_("Stands"),
    "key.standing.withdrawn": N_("Withdrawn"),
    "refusal.key_two_persons": N_(
        "An act on a key takes two persons: name them with --by and --witness."
    ),
    "refusal.key_unknown": N_("There is no key %(kid)s. See: keys list"),
    "refusal.key_state_unknown": N_("%(state)s is no State of this register."),
    "refusal.key_stands": N_(
        "Key %(kid)s stands for %(use)s of %(state)s. To replace it, use: keys rotate"
    ),
    "refusal.key_stands_of_regime": N_(
        "Key %(kid)s stands for %(use)s of the regime. To replace it, use: keys rotate"
    ),
    "refusal.key_root_stands": N_("Key %(kid)s is the root of this regime already."),
    "refusal.key_root_ends": N_("The key would begin after the root has ended."),
    "refusal.key_root_unknown": N_("%(kid)s is no root of this regime."),
    "refusal.key_not_a_root": N_("The file holds no root: a self-signed P-256 certificate."),
    "refusal.key_not_in_its_window": N_("The root’s certificate does not hold today."),
    "refusal.key_certificate_of_another": N_(
        "The certificate of key %(kid)s is not of that key, or not of the regime’s root."
    ),
    "refusal.key_root_folder_used": N_("%(folder)s holds a root already. Name a new folder."),
    "refusal.key_root_folder_empty": N_("%(folder)s holds no root. Make one with: keys root"),
    "refusal.key_file_not_a_request": N_("The file is no request of the register."),
    "refusal.key_file_not_an_answer": N_("The file is neither a root nor an answer of one."),
    "refusal.key_request_not_genuine": N_("A request in the file is not signed by its own key."),
    "refusal.key_answer_of_another": N_("The answer is not signed by the root of this regime."),
    "refusal.key_answer_older": N_(
        "The answer is older than the lists that are out, or was taken in already."
    ),
    "refusal.key_asked_again": N_(
        "The file asks for key %(kid)s, which this root vouched for before as another."
    ),
    "refusal.key_never_vouched": N_(
        "The register has key %(kid)s on record, which this root never vouched for."
        " Find out why before you sign anything. If the root is new: --adopt"
    ),
    "refusal.key_differs_from_ledger": N_(
        "The register tells of key %(kid)s what this root never said."
        " Find out why before you sign anything."
    ),
    "refusal.key_on_record": N_("Key %(kid)s is on record already."),
    "refusal.key_retired_already": N_("Key %(kid)s is retired already."),
    "refusal.key_withdrawn_already": N_("Key %(kid)s is withdrawn already."),
    "refusal.key_reason_long": N_("Say why in at most %(limit)s characters."),
    "refusal.key_reason_missing": N_("Say why, with --reason."),
    "refusal.key_missing": N_("No key stands for %(use)s of %(state)s. What needs it waits."),
    "refusal.key_missing_of_regime": N_(
        "No key stands for %(use)s of the regime. What needs it waits."
    ),
    "refusal.key_offline": N_("Key %(kid)s is kept offline: sign there, and import the answer."),
    "refusal.key_module_not_set": N_(
        "No hardware module is set up. Set PKCS11_MODULE, PKCS11_TOKEN and PKCS11_PIN_FILE."
    ),
    "refusal.key_module_lacks": N_("Token %(token)s of the hardware module has no key %(kid)s."),
    "refusal.key_module_failed": N_(
        "The hardware module does not answer (%(why)s)."
        " Check PKCS11_MODULE, PKCS11_TOKEN and PKCS11_PIN_FILE."
    ),
    "refusal.key_file_missing": N_("There is no key file %(file)s. Name its folder in KEYS_DIR."),
    "refusal.key_file_unreadable": N_("The key file %(file)s cannot be read: %(why)s."),
    "refusal.key_file_unwritable": N_("%(file)s cannot be written: %(why)s."),
    "refusal.key_file_exposed": N_(
        "Others may read %(file)s (mode %(mode)s). Run: chmod %(right)s %(file)s"
    ),
    "refusal.key_file_of_another_user": N_(
        "%(file)s belongs to another user. Run this as its owner."
    ),
    "refusal.key_file_of_another": N_("%(file)s holds another key than its name says."),
    "refusal.key_file_not_a_key": N_("%(file)s holds no P-256 key in PKCS#8."),
}
