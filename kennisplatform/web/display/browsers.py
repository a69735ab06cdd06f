"""A browser in plain words, so that people recognise their own among the open sessions."""

from __future__ import annotations

# In this order: a browser also names those that it resembles.
_PROGRAMS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Chromium/": "Chromium",
    "Safari/": "Safari",
}
_SYSTEMS = {
    "iPhone": "een iPhone",
    "iPad": "een iPad",
    "Android": "Android",
    "Windows": "Windows",
    "CrOS": "een Chromebook",
    "Mac OS X": "een Mac",
    "Linux": "Linux",
}


def browser_in_words(user_agent: str) -> str:
    """Return what a User-Agent header says: `Firefox op Windows`."""
    program = next((name for sign, name in _PROGRAMS.items() if sign in user_agent), "Onbekende browser")
    system = next((name for sign, name in _SYSTEMS.items() if sign in user_agent), "")
    return f"{program} op {system}" if system else program
