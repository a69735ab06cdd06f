"""Contacts to take along: vCards, phone cards, the copy without internet."""
