"""Match models as data: one fgc_YYYY.toml an edition, nothing to import."""
