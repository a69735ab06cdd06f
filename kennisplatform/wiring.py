"""Composition root: builds every service once and hands the site to Flask."""

from __future__ import annotations

import logging
import os
import weakref
