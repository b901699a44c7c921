"""What goes in and out of Chancery: the data package and, beside it, the formats that other programs read."""
