"""The local cloud: a small service of the program that speaks the service's HTTP API and renders with FFmpeg."""
