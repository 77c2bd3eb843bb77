"""Floor 0, the public record: every act as an entry of the ledger, appended in the same transaction."""
