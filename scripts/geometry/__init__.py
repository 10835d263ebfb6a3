"""Makes the table of the world's countries that maps are drawn from; not part of the generator."""
