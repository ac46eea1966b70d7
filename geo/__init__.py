"""Territories: communes, zonings, perimeters and the shapes drawn from them."""
