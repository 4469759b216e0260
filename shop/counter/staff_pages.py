"""What was sold at a counter, a stall or the door of the stockroom."""

from flask import Blueprint

from shop.counter.models import CounterSale as CounterSale

blueprint = Blueprint("counter_staff", __name__)
