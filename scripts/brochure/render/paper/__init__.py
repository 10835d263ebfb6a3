"""What is printed: the leaflet, the letter, the record of a submission, and how they are made."""
