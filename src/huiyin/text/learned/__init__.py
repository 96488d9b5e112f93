"""What was learned from examples: a text's pieces as numbers, and weights that speak for the labels."""
