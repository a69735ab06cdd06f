"""What the process counts, for Prometheus: numbers, never texts or persons.

Labels are names of the program (endpoints, parts, kinds of search), so that their number is bounded whatever is asked.
Every process counts for itself and is asked at its own address; Prometheus adds them up.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics

# A moment beside every count says nothing that anybody looks at.
disable_created_metrics()  # type: ignore[no-untyped-call]

REGISTRY = CollectorRegistry()
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

REQUESTS = Counter(
    "kennisplatform_requests", "Answers, by endpoint and class of status", ["endpoint", "status"], registry=REGISTRY
)
REQUEST_SECONDS = Histogram(
    "kennisplatform_request_seconds", "How long answers took", ["endpoint"], buckets=_SECONDS, registry=REGISTRY
)
SEARCH_SECONDS = Histogram(
    "kennisplatform_search_seconds", "How long searches took, by kind", ["kind"], buckets=_SECONDS, registry=REGISTRY
)
REFUSED = Counter("kennisplatform_refused", "Tries that had to wait (429)", ["endpoint"], registry=REGISTRY)
REMEMBERED = Counter(
    "kennisplatform_remembered_pages", "Pages that may be given again, by where they came from", ["source"],
    registry=REGISTRY,
)  # fmt: skip
SAVE_SECONDS = Histogram(
    "kennisplatform_save_seconds", "How long saving content took", buckets=_SECONDS, registry=REGISTRY
)
PUSH_SECONDS = Histogram(
    "kennisplatform_push_seconds", "How long handing content to the remote took", buckets=_SECONDS, registry=REGISTRY
)
TROUBLE = Gauge("kennisplatform_trouble", "1 for a part that does not work now", ["part"], registry=REGISTRY)
ENTRIES = Gauge("kennisplatform_entries", "Entries as last read", registry=REGISTRY)
INDEX_AGE = Gauge(
    "kennisplatform_index_age_seconds", "Since when the search does not answer from the entries as last read; 0 if so",
    registry=REGISTRY,
)  # fmt: skip
MAIL_WAITING = Gauge("kennisplatform_mail_waiting", "Mails that wait to be handed to the server", registry=REGISTRY)
WRITES_WAITING = Gauge("kennisplatform_writes_waiting", "Lines that wait in memory for the database", registry=REGISTRY)
