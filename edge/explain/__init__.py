"""Why a network says what it says: attributions, their refinement, and how good they are."""
