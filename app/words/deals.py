"""Words for what a party is in a deal."""

from app.words import N_

WORDS = {
    "capacity.broker": N_("Broker"),
    "capacity.retailer": N_("Retailer acting for another"),
    "capacity.transport_agent": N_("Transport agent"),
    "capacity.principal": N_("Trader acting for itself"),
    "capacity.seller": N_("Seller"),
    "capacity.manufacturer": N_("Manufacturer"),
    "capacity.buyer": N_("Buyer"),
    "capacity.consignor": N_("Consignor"),
    "capacity.consignee": N_("Consignee"),
    "capacity.end_user": N_("End user"),
    "capacity.carrier": N_("Carrier"),
    "capacity.financier": N_("Financier"),
    "capacity.insurer": N_("Insurer"),
}
