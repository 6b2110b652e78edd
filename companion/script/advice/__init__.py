"""What the style guide and the safety rules would change about a script that is sound."""
