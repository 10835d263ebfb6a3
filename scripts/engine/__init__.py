"""Everything that depends on MkDocs, which the package ``brochure`` does not."""
