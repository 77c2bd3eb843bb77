"""Floor 8, feedback: we asked, you said, we did, and what is done when."""
