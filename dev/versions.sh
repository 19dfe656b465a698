# shellcheck shell=bash disable=SC2034
# Every version of what is fetched stands here and in dev/requirements*.txt (Python packages), nowhere else.
ODOO_SERIES=19.0
ODOO_SUITE=sid
ODOO_PACKAGE=odoo-19
# The build that was tried; a mirror of $ODOO_SUITE keeps only the newest, so another build of the series serves as well.
ODOO_BUILD=19.0.0+dfsg-1
# What the package links to: from $ODOO_SUITE, and from the machine's own suite where the newer one moved the files.
ODOO_LINKED=(libjs-jquery libjs-jquery-form libjs-underscore fonts-glyphicons-halflings fonts-montserrat fonts-ocr-b fonts-roboto-unhinted)
ODOO_LINKED_OWN_SUITE=(fonts-font-awesome fonts-inconsolata)
PYTHON_MIN=3.10
PYTHON_MAX=3.13
POSTGRES_MIN=13
