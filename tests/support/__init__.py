"""What tests build on: the programs that they drive, and how those get onto a machine."""
