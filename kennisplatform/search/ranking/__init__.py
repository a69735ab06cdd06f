"""From a query to ranked hits: meaning, matching, scores, snippets, corrections."""
