"""Whether bytes and files of real devices become what their makers say they are."""
