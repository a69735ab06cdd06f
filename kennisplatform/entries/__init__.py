"""What an entry is and where it lives: the models, their files, the store and the way to safe HTML."""
