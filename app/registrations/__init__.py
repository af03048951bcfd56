"""The State's side of registrations: queue, review, decision, suspensions, interests."""
