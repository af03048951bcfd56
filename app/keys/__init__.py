"""The keys of the regime: their lives, their ceremonies, and the page that lists them."""
