"""Where the coffee comes from: records, their proofs, and what these allow to say.

Nothing is claimed without proof. A word like „bio“, a mark, an origin share is shown only from a
record with its source, or from a claim whose certificates are valid today. So the records here are
the only place such words come from: free texts of the catalogue may not contain them.

Every verb that changes a record begins with `begin_change`, which raises the one revision, and
ends with `note_change`, which keeps who changed what. Whoever remembers something about origin
does so under that revision and today's date (`shop/web/kept.py`), so that a claim is gone
everywhere the moment its proof is. Cost: changes of records wait for each other. They are made by
a few people, some times a week.
"""
