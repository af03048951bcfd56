"""Words of the keys: what they are for, how they stand, and why one cannot be used."""

from app.words import N_

WORDS = {
    "key.use.root": N_("Root"),
    "key.use.seal": N_("Seal"),
    "key.use.status": N_("Status lists"),
    "key.use.timestamp": N_("Time stamps"),
    "key.use.token": N_("Codes"),
    "refusal.key_missing": N_("No key stands for %(use)s of %(state)s. What needs it waits."),
    "refusal.key_offline": N_("Key %(kid)s is kept offline: sign there, and import the answer."),
    "refusal.key_module_not_set": N_(
        "Key %(kid)s is in a hardware module. Set PKCS11_MODULE, PKCS11_TOKEN and PKCS11_PIN_FILE."
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
