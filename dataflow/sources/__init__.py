"""Where documents come from: files, dead letters of earlier runs, messages; and which of them are left alone."""
