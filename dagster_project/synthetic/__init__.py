"""Synthetic deliveries in the feeds' real formats, with a manifest of everything that is true about them."""

from dagster_project.synthetic.generation import generate
from dagster_project.synthetic.manifest import Delivered, Manifest
from dagster_project.synthetic.refusals import plant_refusals

__all__ = ["Delivered", "Manifest", "generate", "plant_refusals"]
