"""Floor 7, reading: filters, codes, groups of like answers, quotes, redaction; closed questions as charts."""
