"""Why something about certificates and claims is not saved."""

from shop.errors import Refused


class NoEvidence(Refused):
    """Nothing is claimed without a certificate of a scheme of the claim's kind."""

    status = 422


class NoGreenLot(Refused):
    """A claim is about certain green lots, not about coffee as such."""

    status = 422


class NoOriginLine(Refused):
    """An organic claim says where the coffee was farmed (Art. 32 (2) (EU) 2018/848)."""

    status = 422


class OrganicWords(Refused):
    """Words of organic farming stand in a claim of another kind, whose rules would not hold it."""

    status = 422


class OtherScheme(Refused):
    """The text names a scheme of which the claim has no certificate. `name`: which."""

    status = 422

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class CodeMissing(Refused):
    """An organic certificate of who roasts or sells names its control body: „DE-ÖKO-006“."""

    status = 422


class SameCertificate(Refused):
    """It is in the records already. `certificate_id`: as which."""

    def __init__(self, certificate_id: int) -> None:
        super().__init__()
        self.certificate_id = certificate_id


class SameClaim(Refused):
    """The same is claimed of one of these green lots already. `claim_id`: as which."""

    def __init__(self, claim_id: int) -> None:
        super().__init__()
        self.claim_id = claim_id


class OtherHolder(Refused):
    """A renewed certificate is one of the same scheme and holder."""
