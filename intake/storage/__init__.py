"""What is kept: the tables, how they change, and what is written to them and read from them."""
