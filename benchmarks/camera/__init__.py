"""Questions of speed about the camera, its pose engine and the renderer."""
