{
    "name": "Commercial Contracts",
    "summary": "From a quotation to settled money, in Odoo's own books",
    "version": "19.0.1.0.0",
    "category": "Sales",
    "author": "Commercial Contract Contributors",
    "license": "AGPL-3",
    "depends": [
        "sale_management",
        "purchase",
        "project",
        "hr",
        "crm",
        "account",
        "report_xlsx",
    ],
    "application": True,
}
