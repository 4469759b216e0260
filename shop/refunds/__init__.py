"""Refunds: money given back, once, never more than is left, and what became of the goods.

Our own row comes first, with the key under which the provider is asked; a death in between changes
nothing, since the same key is asked again. The books change when the provider has accepted.
"""
