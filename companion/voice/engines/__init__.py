"""What runs inside the voice worker: the engines themselves, GPL ones among them."""
