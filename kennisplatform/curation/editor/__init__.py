"""The form of an entry, without a browser: fields from models, values, drafts, advice."""
