"""Take a product out of the catalogue."""

from shop.assortment.as_file import as_file
from shop.catalogue.retire import retire


def retire_product(slug: str, person_id: int) -> None:
    """Nobody can buy it any more; its draft stays for when it comes back.

    Refuses with `NoSuchArticle` and `NeverPublished`. Does not commit.
    """
    retire(as_file(slug, hold=True).id, person_id)
