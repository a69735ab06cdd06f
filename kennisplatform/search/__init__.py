"""Finding entries: what is asked, what comes back, how Dutch is analysed, and the engine that does it."""
