"""Kinds of trader (rules 8): each is a registration of its own."""

from app.words import N_

WORDS = {
    "kind.broker": N_("Broker"),
    "kind.manufacturer": N_("Manufacturer"),
    "kind.retailer": N_("Retailer"),
    "kind.transport_agent": N_("Transport agent"),
}
