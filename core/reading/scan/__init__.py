"""Pictures of pages read offline: ruling lines to cells, single cells to digits, the rest to text.

Nothing here is statutory. The engine comes with an add-on of its own; without it `available` says no.
"""

from core.reading.scan.addon import available

__all__ = ["available"]
