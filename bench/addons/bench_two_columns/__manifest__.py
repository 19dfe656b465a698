{
    "name": "Two Plain Columns (for dev/bench)",
    "summary": "What installing anything on a full ledger costs",
    "version": "19.0.1.0.0",
    "author": "Commercial Contract Contributors",
    "license": "AGPL-3",
    "depends": ["account"],
}
