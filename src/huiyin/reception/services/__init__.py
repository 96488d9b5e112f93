"""Writes of the reception: the queue, talk records, attempts of service, events."""
