"""Setting Chinese text on paper: fonts, lines, tables, pages."""
