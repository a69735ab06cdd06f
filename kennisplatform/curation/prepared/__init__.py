"""Changes that are prepared beside a published entry: kept, reviewed, and published now or on a date."""
