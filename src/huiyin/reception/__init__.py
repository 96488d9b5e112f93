"""Meeting the people: the reception desk, difficult service, group and urgent events."""
