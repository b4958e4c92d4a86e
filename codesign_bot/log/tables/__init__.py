"""The log as tables that any spreadsheet opens: what stands in the entries, with the words that open them beside."""
