"""What every area stands on: settings, database, encryption, audit log, numbers, files, documents."""
