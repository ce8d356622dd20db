"""`./acervo test`: what CI runs, and with --full the numbers behind docs/evidence.md."""
