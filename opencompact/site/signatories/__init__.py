"""Floor 4, signatories: who signed which edition, how to sign, withdraw and sign again; certificates and badges."""
