"""The pages that anybody may read, before signing in."""
