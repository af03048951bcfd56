"""The signed formats: codes on certificates, status lists, trust list. Pure."""
