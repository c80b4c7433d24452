"""Groups that ask and help for a year, made up: the proof behind docs/reciprocity.md. Matching itself is the product's."""
