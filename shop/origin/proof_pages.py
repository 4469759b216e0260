"""Files of certificates and marks, for everybody, while they count."""

from flask import Blueprint, Response, request

from shop.clock import today
from shop.errors import NotThere
from shop.origin.evidence_answer import evidence_answer
from shop.origin.evidence_files import image_type
from shop.origin.proof_queries import is_mark_shown, valid_file

blueprint = Blueprint("origin_proofs", __name__)


@blueprint.get("/nachweise/<digest>")
def certificate(digest: str) -> Response:
    """While a certificate with this file is valid and proves a claim that may be said."""
    found = valid_file(digest, today())
    if found is None:
        raise NotThere
    return _kept_a_moment(evidence_answer(digest, *found), digest)


@blueprint.get("/zeichen/<digest>")
def mark(digest: str) -> Response:
    """While a claim under a scheme with this mark may be shown."""
    if not is_mark_shown(digest, today()):
        raise NotThere
    return _kept_a_moment(evidence_answer(digest, "", image_type(digest)), digest)


def _kept_a_moment(answer: Response, digest: str) -> Response:
    """A browser may keep the bytes, but asks each time whether they still count."""
    answer.headers["Cache-Control"] = "no-cache"
    answer.set_etag(digest)
    answer.make_conditional(request)
    return answer
