"""What readers and organisations send in, and what curators do with it."""

from __future__ import annotations

from kennisplatform.web.feedback import confirmations, inbox, organisation_review, reader_reports, review_requests

blueprints = (
    confirmations.blueprint,
    inbox.blueprint,
    organisation_review.blueprint,
    review_requests.blueprint,
    reader_reports.blueprint,
)
