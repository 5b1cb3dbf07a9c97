"""From a network in PyTorch to one ONNX file that also explains itself (`make train`)."""
