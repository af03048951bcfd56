"""What anybody may fetch to judge a code without a network: status lists, trust list, CRL."""
