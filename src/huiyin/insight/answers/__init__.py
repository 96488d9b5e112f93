"""Answers that are kept beside the lake, so that who asks first after a night waits no longer than others."""
