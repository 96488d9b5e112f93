"""The daily registers of an office: directives, guidance, execution, backlog, bundles, archive."""
