"""Exchange with other systems: files in and out, differences, tokens, webhooks."""
