"""Who did what, read from all the books, person by person and thing by thing.

What may be read about whom is a decision, for the books also tell how somebody works: staff read
what was done to a thing or on a day, with the names, since a colleague must be asked; what one
person did all together is for that person and for admins alone, and so is what was done to their
account. Nothing is counted or compared by person anywhere (cf. § 87 (1) no. 6 BetrVG, § 85 (1)
no. 13 PersVG Berlin: what can watch people's work is for the works or staff council to agree to).
"""
