"""What a staged device can say: one module per protocol, each a few plain functions."""
