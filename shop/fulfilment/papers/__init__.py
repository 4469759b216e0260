"""Papers of the orders: what to take off the shelf, what lies in a parcel, who collects what."""
