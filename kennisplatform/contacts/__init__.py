"""The one desk: whom to turn to, understood from a question in plain words."""
