"""What tests stand on: the programs they drive, and how those get onto a machine."""
