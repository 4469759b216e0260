"""Trade item numbers of the demo shop.

They begin with 2: GS1 leaves those to each shop for its own use, so no real goods have them. Most
goods have none, as most goods of a small shop have none.
"""

GTINS = {
    "D-HAUS-250-B": "02000000000015",
    "D-HAUS-250-F": "02000000000022",
    "D-FILT-250-B": "02000000000039",
    "D-ESPR-250-B": "02000000000046",
    "D-DECA-250-F": "02000000000053",
}
