"""Headers every answer carries: what the browser may load, and what may be kept."""

from flask import Flask, Response, request

from shop.config import settings


def init_app(app: Flask) -> None:
    with app.app_context():
        found = settings()
    # Chrome applies form-action to the redirect after the order too, so the payment page is in it.
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        f"font-src 'none'; connect-src 'self'; form-action 'self' {found.checkout_origin}; "
        "base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
    )
    fixed = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    }
    if found.secure:
        fixed["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"

    @app.after_request
    def _add(response: Response) -> Response:
        for name, value in fixed.items():
            if name not in response.headers:
                response.headers.add(name, value)
        if "Cache-Control" not in response.headers:
            # Public pages say so themselves; whatever may be personal is kept by nobody.
            response.headers["Cache-Control"] = "no-store"
        if request.cookies:
            response.headers.add("Vary", "Cookie")
        return response
