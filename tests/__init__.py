"""The tests, as a package: an installed package of this name is not imported in its place."""
