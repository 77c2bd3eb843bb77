"""The public ledger: acts appended one after the other to a tree of hashes, so that whoever holds an earlier checkpoint
sees any change to what it covers.

``entries`` is what is appended, ``tree`` the hashes and proofs, ``notes`` signatures, ``checkpoints`` what is signed,
``tiles`` and ``folders`` how a ledger is published, ``receipts`` what a person takes away, ``verifying`` the check of
it all from outside.
"""
