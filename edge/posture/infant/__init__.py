"""An infant's skeleton from pixels to the windows that a network takes."""
