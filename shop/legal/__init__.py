"""Versioned legal texts.

A text is a plain German file, `texts/<name>/<version date>.txt`, written so that the file, the
mail and the page read alike: underlined headings, paragraphs, lists, indented lines as in an
address (`blocks.py`, `markup.py`). `facts.py` fills in the operator and the shop's figures;
`current.py` says what is valid today; `keep.py` stores a wording so that an order can point to it
for ever, by the SHA-256 of exactly what was shown.
"""
