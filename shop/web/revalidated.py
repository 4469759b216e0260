"""Answers that anybody may keep, and must ask about before each use."""

from flask import Response, request


def revalidated(response: Response) -> Response:
    """The same for everybody without a cookie: kept by any cache, and shown by none unasked.

    What a page says of origin ends with the day its proof ends; so a cache asks each time, and
    hears 304 while nothing changed. With a cookie the page is personal, and kept by nobody.
    """
    if request.cookies:
        return response
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["Vary"] = "Cookie"
    response.add_etag()
    if response.status_code == 200:
        response.make_conditional(request)
    return response
