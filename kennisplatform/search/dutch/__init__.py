"""Dutch for the search: words and stems, compounds, the thesaurus."""
