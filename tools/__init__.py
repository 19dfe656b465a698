"""Arithmetic of contracts: values in, values out, no Odoo, no clock (aesthetics 3.2)."""
