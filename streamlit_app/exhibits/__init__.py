"""Parts of pages, each whole: chart or table, sentence, definitions, files to take away."""
