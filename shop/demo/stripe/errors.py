"""Refusals in Stripe's error envelope."""

from typing import Any


class ApiError(Exception):
    """An answer other than 200; `param` is a path such as `line_items[0][price_data][currency]`."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.kind = kind
        self.code = code
        self.param = param

    def envelope(self) -> dict[str, Any]:
        fields = {"code": self.code, "param": self.param}
        error = {name: value for name, value in fields.items() if value is not None}
        if self.code is not None:
            error["doc_url"] = f"https://docs.stripe.com/error-codes/{self.code.replace('_', '-')}"
        return {"error": {**error, "message": self.message, "type": self.kind}}


def resource_missing(
    kind: str, object_id: str, param: str = "id", *, status: int = 404
) -> ApiError:
    """`status` is 404 for the object that an address names, 400 for one named by a parameter."""
    message = f"No such {kind}: '{object_id}'"
    return ApiError(message, status=status, code="resource_missing", param=param)


def not_carried_out(param: str) -> ApiError:
    """Stripe knows the parameter, Demo-Stripe does not carry it out and therefore refuses it."""
    return ApiError(f"Demo-Stripe does not carry out this parameter: {param}", param=param)
