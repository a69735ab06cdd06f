"""A question to the desk: what is asked, and who helps."""
