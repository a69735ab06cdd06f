"""How a plan and its actions come further: the steps of an action, checks, adoption and versions, and its end."""
