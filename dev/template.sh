#!/usr/bin/env bash
# Prints the name of a database that has all that the addon depends on; makes it first if it is not there.
#   dev/template.sh          for tests: no demo data, files in the database, so that a clone needs no filestore
#   dev/template.sh --demo   for the demo: a Chinese company with its chart of accounts, in yuan
# shellcheck source=dev/env.sh
. "$(dirname "$0")/env.sh"
[ -e "$venv/complete" ] || "$dev/setup"
enter_server

depends=$("$python" -c "import ast, sys; print(','.join(sorted(ast.literal_eval(open(sys.argv[1]).read())['depends'])))" "$root/__manifest__.py")
kind=${1:-}
name=cc_template${kind/--/_}_$({ echo "$depends" "$venv" "$ODOO_BUILD"; cat "$dev/template.sh"; } | key)

exists() { [ -n "$(psql -qtAc "select 1 from pg_database where datname = '$1'" postgres)" ]; }

# The first language is that of new users.
install() { odoo -d "$name.new" --load-language en_US,zh_CN --stop-after-init --log-level=warn "$@"; }

make_template() {
    dropdb --if-exists --force "$name.new"
    install -i base
    if [ "$kind" = --demo ]; then
        # The country decides on the chart of accounts and the currency, which come with account.
        odoo shell -d "$name.new" --no-http --log-level=warn <<'PY'
env.ref("base.CNY").active = True
env.ref("base.main_company").write({"country_id": env.ref("base.cn").id, "currency_id": env.ref("base.CNY").id})
env.cr.commit()
PY
    fi
    install -i "$depends"
    if [ "$kind" = --demo ]; then
        # Odoo loads the demo data of an addon only where its dependencies have theirs. They are said to: the demo
        # is one trading company, not Odoo's own sample orders in another currency.
        odoo shell -d "$name.new" --no-http --log-level=warn <<'PY'
assert env.company.chart_template == "cn", env.company.chart_template
env.cr.execute("UPDATE ir_module_module SET demo = TRUE WHERE state = 'installed'")
env.cr.commit()
PY
    fi
    odoo shell -d "$name.new" --no-http --log-level=warn <<'PY'
env["ir.config_parameter"].set_param("ir_attachment.location", "db")
env["ir.attachment"].force_storage()
env.cr.commit()
PY
    rm -rf "$cache/data/filestore/$name.new"
    # Nobody connects to it from now on: a clone cannot be made of a database that is in use.
    psql -qc "alter database \"$name.new\" with allow_connections false" postgres
    psql -qc "alter database \"$name.new\" rename to \"$name\"" postgres
}

bring() { exists "$name" || step "Making the template database (once, one to three minutes)" make_template; }

exists "$name" || locked "$name" bring
echo "$name"
