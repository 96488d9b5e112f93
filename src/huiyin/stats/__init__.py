"""What the numbers say: arrays in, arrays out. No framework, no database, no clock, and no sentences."""
