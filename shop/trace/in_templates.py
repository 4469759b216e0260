"""What the templates of a batch draw and say."""

from flask import Blueprint

from shop.catalogue.paid import usd_per_pound
from shop.origin.rules import PROCESSES, PROVINCES
from shop.trace.region import borders, names, shape
from shop.trace.structured_data import batch_json_ld
from shop.trace.terraces import bands, height, slope


def give_templates(blueprint: Blueprint) -> None:
    """The drawings as `drawn_…`, `batch_json_ld`, and the filters below."""
    for drawn in (borders, names, shape, bands, height, slope):
        blueprint.add_app_template_global(drawn, f"drawn_{drawn.__name__}")
    blueprint.add_app_template_global(batch_json_ld)
    for words in (usd_per_pound, metres, process_name, province_name):
        blueprint.add_app_template_filter(words)


def metres(number: int) -> str:
    """1650 → „1.650“."""
    return f"{number:,}".replace(",", ".")


def process_name(key: str) -> str:
    return PROCESSES.get(key, key)


def province_name(key: str) -> str:
    return PROVINCES.get(key, key)
