"""Demo data and the Demo-Stripe server; only the command line imports this package."""
