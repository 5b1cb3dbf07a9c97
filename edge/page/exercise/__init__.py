"""The page of exercises: what a patient sees who exercises before a plan."""
