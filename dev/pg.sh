#!/usr/bin/env bash
# Starts the database server that the commands of dev/ use and prints the exports that lead to it:
#   server=$(dev/pg.sh); eval "$server"
# A server named by PGHOST is used as it is; else a private cluster in the cache, without a TCP port.
# shellcheck source=dev/env.sh
. "$(dirname "$0")/env.sh"

if [ -n "${PGHOST:-}" ]; then
    psql -qtAc 'select 1' postgres >/dev/null 2>&1 </dev/null ||
        die "PGHOST names $PGHOST, but no server answers there for user ${PGUSER:-$(id -un)}; start it, mend PGUSER and PGPASSWORD, or unset PGHOST."
    echo "export PGHOST=$PGHOST"
    exit
fi

bin=$({ compgen -G '/usr/lib/postgresql/*/bin' || dirname "$(command -v initdb)"; } | sort -V | tail -n 1)
[ -x "$bin/initdb" ] || die "PostgreSQL is missing; run dev/setup."
data=$cache/pg/data

as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

# A socket's path has 107 characters at most.
sockets() {
    if [ "${#cache}" -le 80 ]; then
        echo "$cache/pg"
        return
    fi
    if [ ! -s "$cache/pg/sockets" ] || [ ! -d "$(cat "$cache/pg/sockets")" ]; then
        mktemp -d /tmp/cc-pg.XXXXXX >"$cache/pg/sockets"
        [ "$(id -u)" != 0 ] || chown postgres "$(cat "$cache/pg/sockets")"
    fi
    cat "$cache/pg/sockets"
}

make_cluster() {
    rm -rf "$data" "$data.new"
    as "$bin/initdb" -D "$data.new" -U odoo --auth=trust --encoding=UTF8 --locale=C.UTF-8
    # For tests and demos: fast, and lost if the machine breaks down.
    as tee -a "$data.new/postgresql.conf" <<SETTINGS
listen_addresses = ''
unix_socket_permissions = 0700
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 256MB
work_mem = 16MB
max_wal_size = 2GB
checkpoint_timeout = 30min
max_connections = 100
jit = off
SETTINGS
    as mv "$data.new" "$data"
}

start() {
    mkdir -p "$cache/pg"
    [ "$(id -u)" != 0 ] || chown postgres "$cache/pg"
    local folder log
    folder=$(sockets)
    log=$cache/pg/log
    if [ -s "$data/PG_VERSION" ] && [ "$(cat "$data/PG_VERSION")" != "$("$bin/postgres" --version | grep -oE '[0-9]+' | head -n 1)" ]; then
        die "the private cluster in $data was made by another version of PostgreSQL; run dev/clean --all to make it anew."
    fi
    [ -s "$data/PG_VERSION" ] || make_cluster
    as "$bin/pg_ctl" -D "$data" status >/dev/null 2>&1 ||
        as "$bin/pg_ctl" -D "$data" -w -t 60 -l "$log" -o "-k '$folder'" start || {
        tail -n 5 "$log"
        return 1
    }
}

cd /
if ! PGHOST=$(sockets 2>/dev/null) PGUSER=odoo psql -qtAc 'select 1' postgres >/dev/null 2>&1; then
    log=$(mktemp "$cache/log/pg.XXXXXX") || die "cannot write to $cache/log: is the disk full?"
    # The server inherits what is open: it must not hold our lock or our output.
    (flock 9; start 9>&- >"$log" 2>&1) 9>"$cache/pg.lock" || {
        cat "$log" >&2
        die "the private PostgreSQL does not start: $(why "$log"); if its files are broken, dev/clean --all makes it anew."
    }
    rm -f "$log"
fi
echo "export PGHOST=$(sockets) PGPORT=5432 PGUSER=odoo"
