"""Classes of goods as the yearly reports use them, with parts and ammunition; units of quantity."""

from app.words import N_, P_

WORDS = {
    "class.ammunition": N_("Ammunition"),
    "class.anti_tank": N_("Portable anti-tank weapons"),
    "class.assault_rifle": N_("Assault rifles"),
    "class.grenade_launcher": N_("Grenade launchers"),
    "class.heavy_machine_gun": N_("Heavy machine guns"),
    "class.light_machine_gun": N_("Light machine guns"),
    "class.mortar": N_("Mortars of less than 75 mm"),
    "class.other_light_weapon": N_("Other light weapons"),
    "class.parts": N_("Parts and components"),
    "class.pistol": N_("Pistols and revolvers"),
    "class.rifle": N_("Rifles and carbines"),
    "class.shotgun": N_("Shotguns"),
    "class.sub_machine_gun": N_("Sub-machine guns"),
    "unit.item": N_("Items"),
    "unit.round": N_("Rounds"),
    "unit.set": N_("Sets"),
}

PLURALS = {
    "units.item": P_("%(n)s item", "%(n)s items"),
    "units.round": P_("%(n)s round", "%(n)s rounds"),
    "units.set": P_("%(n)s set", "%(n)s sets"),
}
