"""What leaves the house: packages for recipients outside it. Plain functions that know no Dagster and no reader."""
