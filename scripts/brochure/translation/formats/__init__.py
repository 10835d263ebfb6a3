"""Exchange files: what translators take away and bring back, as gettext's PO or as XLIFF 1.2."""
