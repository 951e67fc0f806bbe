"""The language: from words as people type them to category, place, danger and intent. Pure."""
