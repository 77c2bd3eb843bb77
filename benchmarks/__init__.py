"""How fast OpenCompact answers, measured beside what people would use instead. ``benchmarks/run`` runs all of it."""
