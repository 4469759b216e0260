"""Splitting and multiplying cents without losing one."""

from collections.abc import Sequence


def split(total_cents: int, weights: Sequence[int]) -> list[int]:
    """Parts in proportion to the weights that add up to exactly `total_cents`.

    Each part is within one cent of its exact share; the cents left over go to the largest
    remainders, first come first. Refuses negative weights and weights that are all zero.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights must be zero or more, and not all zero")
    parts = [total_cents * weight // whole for weight in weights]
    missing = total_cents - sum(parts)
    by_remainder = sorted(
        range(len(weights)), key=lambda i: total_cents * weights[i] % whole, reverse=True
    )
    for i in by_remainder[:missing]:
        parts[i] += 1
    return parts


def half_up(numerator: int, denominator: int) -> int:
    """The quotient rounded to the nearest integer, halves away from zero."""
    if denominator <= 0:
        raise ValueError("the denominator must be positive")
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))


def grundpreis_cents(price_cents: int, net_grams: int) -> int:
    """Price per kilogram in cents, half-up (§§ 4, 5 PAngV: 1 kg is the unit for coffee)."""
    return half_up(price_cents * 1000, net_grams)
