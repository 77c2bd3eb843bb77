"""What comes in from other programs: registers, documents, calendars. One file a format."""
