"""What leaves the house: packages for recipients outside it. Plain functions; nothing here knows Dagster or a reader."""
