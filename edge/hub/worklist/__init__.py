"""Who needs attention and why: written rules over plain rows, each hit with its sentence."""
