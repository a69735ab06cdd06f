"""Files beside an entry: what is accepted, where it is kept, and the text in it."""
