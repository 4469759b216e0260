"""Base form, request-origin check, security headers, template filters, language."""
