"""What readers and organisations send in, and what curators do with it."""

from __future__ import annotations

from kennisplatform.web.feedback import confirmations, inbox, organisation_review, review_requests, submit

blueprints = (
    confirmations.blueprint,
    inbox.blueprint,
    organisation_review.blueprint,
    review_requests.blueprint,
    submit.blueprint,
)
