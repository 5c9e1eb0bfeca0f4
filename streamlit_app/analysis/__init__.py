"""What is worked out from a release's rows before it is shown: plain functions without SQL or layout."""
