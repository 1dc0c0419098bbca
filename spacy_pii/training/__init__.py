"""What only a trainer needs: encoder, batching, resuming, calibration fits, export, parity, packaging."""
