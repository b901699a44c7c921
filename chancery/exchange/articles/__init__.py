"""From an article to rows of the atlas: its clipping, the drafts decided on, likely duplicates, and the edits."""
