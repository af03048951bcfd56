"""The trail: every act on a record, newest first."""
