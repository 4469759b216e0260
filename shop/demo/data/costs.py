"""What things cost the demo shop beside the green coffee, by invented invoices. Cents.

The cloth filter is missing on purpose: nobody knows what was paid for it, and the shop says so.
"""

from shop.demo.data.recipes import ROASTER

#: For each roasted kilogram: ship, harbour and lorry; roasting, gas and laboratory.
FREIGHT_PER_KG = 72
ROASTING_PER_KG = 300
#: The caffeine is taken out on the way, before the roasting.
DECAF_PER_KG = 190
#: Bag and label, by the size of what is packed.
PACKING = {
    "250 g": 32,
    "500 g": 41,
    "1 kg": 56,
    "5 × 1 kg": 340,
    "3 × 80 g": 118,
    "250 g und Becher": 145,
}
#: What is bought ready to sell, or lies beside the coffee, by the slug of the product.
GOODS = {"bezirksschokolade": 148, "becher-rathausturm": 680, "geschenkbox": 680}

DECAF_INVOICE = "Demo-Rechnung Entkoffeinierung (erfunden)"
FREIGHT_INVOICE = "Demo-Rechnung Fracht, Demo-Import Hafenspeicher (erfunden)"
ROASTING_INVOICE = f"Demo-Rechnung Röstlohn, {ROASTER}"
PACKING_INVOICE = f"Demo-Rechnung Tüten und Etiketten, {ROASTER}"
GOODS_INVOICE = "Demo-Rechnung Einkauf (erfunden)"
