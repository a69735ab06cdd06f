"""The whole site in one file and back: content, history, database and what else cannot be made again."""
