"""The radio: links, one adapter per device, the house GATT profile and a virtual watch."""
