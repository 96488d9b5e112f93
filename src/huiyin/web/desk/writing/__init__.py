"""Writing a letter: checks beside the editor, versions and what changed, the proof of service."""
