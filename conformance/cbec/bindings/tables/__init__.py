"""Tables of parcels, as platforms and large shippers send them: CSV, Excel and Parquet."""

#: The names that files of tables have.
SUFFIXES = (".csv", ".tsv", ".xlsx", ".parquet")
