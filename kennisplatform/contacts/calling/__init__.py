"""Which number to call: what each number of a contact is for, when somebody answers it, and who comes after whom."""
