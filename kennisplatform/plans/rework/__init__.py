"""Rearranging actions: copies, one that becomes two, two that become one, going back, and what is being typed."""
