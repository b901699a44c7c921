"""What is looked for in a data package: a module for each thing that can be wrong, each function yields its faults."""
