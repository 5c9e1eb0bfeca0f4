"""The charts, in Altair: one theme, Norwegian numbers, direct labels. No reading, no layout."""
