"""Floor 6, responses: questions, answers without an account, answers on paper, receipts."""
