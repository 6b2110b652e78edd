"""The screen: Textual, and only Textual. It reads moments and asks the transport for things."""
