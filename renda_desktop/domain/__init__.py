"""What the field's words mean: pure values and rules."""
