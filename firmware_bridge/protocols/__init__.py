"""What each family of sensors sends, as pure bytes ⇄ values: no radio, no clock, no file."""
