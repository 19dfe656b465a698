# shellcheck shell=bash disable=SC2034
# Sourced by the commands of dev/: where things lie, and how a step tells what it does and why it failed.
set -euo pipefail
shopt -s inherit_errexit

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
dev=$root/dev
# shellcheck source=dev/versions.sh
. "$dev/versions.sh"
PATH=$PATH:/usr/sbin:/sbin

die() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 70
}

# What nobody foresaw is at least not silent; where `die` has spoken (70), its line stays the last.
set -E
trap '[ $? = 70 ] || printf "%s: stopped at line %s: %s\n" "$(basename "$0")" "$LINENO" "$BASH_COMMAND" >&2' ERR

say() { printf '%s\n' "$*" >&2; }

# The postgres user of a machine cannot enter /root, so root's cache lies elsewhere.
if [ -n "${COMMERCIAL_CONTRACT_CACHE:-}" ]; then
    cache=$COMMERCIAL_CONTRACT_CACHE
elif [ "$(id -u)" = 0 ]; then
    cache=/var/cache/commercial_contract
else
    cache=${XDG_CACHE_HOME:-$HOME/.cache}/commercial_contract
fi
mkdir -p "$cache/log" 2>/dev/null || die "cannot write to $cache; set COMMERCIAL_CONTRACT_CACHE to a folder that you may write to."
[ -w "$cache" ] || die "cannot write to $cache; set COMMERCIAL_CONTRACT_CACHE to a folder that you may write to."
cache=$(cd "$cache" && pwd -P)

key() { sha256sum | cut -c1-10; }

# Each checkout and worktree has its own link folder and configuration; all share the rest of the cache.
checkout=$cache/checkout-$(printf %s "$root" | key)
conf=$checkout/odoo.conf
odoo_tree=$cache/odoo-$(key <"$dev/versions.sh")/usr/lib/python3/dist-packages

# The first Python of the right version: its path (not a shim's, which starts slowly) and what tells it from others.
find_python() {
    local candidate
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 python3.10 /usr/bin/python3}; do
        "$candidate" - "$PYTHON_MIN" "$PYTHON_MAX" 2>/dev/null <<'PY' && return
import sys
low, high = (tuple(map(int, word.split("."))) for word in sys.argv[1:])
if not low <= sys.version_info[:2] <= high:
    sys.exit(1)
print(sys.executable, sys.version.replace("\n", " "), sys.base_prefix, sep="\n")
PY
    done
    return 1
}
if [ -z "${CC_PYTHON:-}" ]; then
    CC_PYTHON=$(find_python) || die "needs Python $PYTHON_MIN to $PYTHON_MAX; install one, or name it: PYTHON=/path/to/python3."
    export CC_PYTHON
fi
python=${CC_PYTHON%%$'\n'*}

# The venv's name says all that it was made from, so two checkouts with different needs do not meet.
venv_of() { # requirements file
    printf '%s/venv-%s' "$cache" "$({ cat "$dev/$1"; printf '%s %s %s' "$CC_PYTHON" "$1" "${ODOO:-$odoo_tree}"; } | key)"
}
venv=$(venv_of requirements.txt)
venv_lint=$(venv_of requirements-lint.txt)
beside=$cache/beside-$(key <"$dev/requirements-beside.txt")

# Compiled files stand in the cache, never beside the sources; without them each start of Odoo takes four seconds more.
unset PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX=$cache/pycache PYTHONUTF8=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore

# What a failed step's log tells in one line.
why() {
    if grep -qiE 'no space left|disk quota' "$1"; then
        echo "the disk is full: free some space, or set COMMERCIAL_CONTRACT_CACHE to another disk"
    elif grep -qiE 'could not resolve|temporary failure|name or service not known|network is unreachable|connection (refused|timed out|failed)|NewConnectionError|failed to fetch|failed to establish' "$1"; then
        echo "the network or the package mirror does not answer: check the connection"
    elif grep -qiE 'permission denied|are you root|not permitted' "$1"; then
        echo "no rights: start as root or as a user with sudo"
    else
        echo "the last lines above say why"
    fi
}

# step "what it does" command...: silent when all is well but for two lines, and a clear end when not.
step() {
    local what=$1 log begin pid
    shift
    log=$(mktemp "$cache/log/step.XXXXXX") || die "cannot write to $cache/log: is the disk full?"
    begin=$SECONDS
    printf '%s ...' "$what" >&2
    set -m # a process group of its own, so that Ctrl-C ends all of it
    (set -e; "$@") >"$log" 2>&1 </dev/null &
    pid=$!
    set +m
    # shellcheck disable=SC2064  # this step's process
    trap "kill -TERM -- -$pid 2>/dev/null; exit 130" INT TERM
    while kill -0 "$pid" 2>/dev/null; do
        sleep 0.2
        if [ -t 2 ]; then printf '\r%s ... %d s' "$what" $((SECONDS - begin)) >&2; fi
    done
    if wait "$pid"; then
        trap - INT TERM
        if [ -t 2 ]; then printf '\r%s ... %d s\n' "$what" $((SECONDS - begin)) >&2; else printf ' %d s\n' $((SECONDS - begin)) >&2; fi
        rm -f "$log"
    else
        printf '\n' >&2
        tail -n 15 "$log" >&2
        die "$what failed: $(why "$log"), then start again (it goes on where it stopped). Log: $log"
    fi
}

# One at a time on this machine: locked NAME command...
locked() {
    local lock=$cache/$1.lock
    shift
    exec 9>"$lock"
    if ! flock -n 9; then
        say "waiting for another run that is preparing the same ..."
        flock 9
    fi
    "$@" 9>&-
    exec 9>&-
}

enter_server() {
    local server
    [ -z "${CC_SERVER:-}" ] || return 0 # a command called by another one
    server=$("$dev/pg.sh")
    eval "$server"
    export CC_SERVER=1
}

# run Odoo's command line in its venv, with the configuration of this checkout
odoo() { ODOO_RC=$conf "$venv/bin/python" -m odoo "$@"; }

clone() { # template, new database
    local try
    for try in 1 2 3 4 5; do
        if psql -qc "create database \"$2\" template \"$1\" strategy file_copy" postgres 2>"$checkout/clone.log" ||
            { grep -q 'syntax error\|strategy' "$checkout/clone.log" && psql -qc "create database \"$2\" template \"$1\"" postgres 2>"$checkout/clone.log"; }; then
            return 0
        fi
        sleep "$try"
    done
    die "cannot clone $1: $(tail -n 1 "$checkout/clone.log")"
}

drop() {
    local base
    for base in "$@"; do
        psql -qc "drop database if exists \"$base\" with (force)" postgres 2>/dev/null || true
        rm -rf "$cache/data/filestore/$base"
    done
}

# Clones of one run: cc_run_PID_NAME. A killed run leaves them; the next run drops what no living process owns.
drop_orphans() {
    [ "$PGHOST" = "$cache/pg" ] || [ "${PGHOST#/tmp/cc-pg.}" != "$PGHOST" ] || return 0
    local base pid
    for base in $(psql -qtAc "select datname from pg_database where datname like 'cc\_run\_%'" postgres); do
        pid=${base#cc_run_}
        [ -d "/proc/${pid%%_*}" ] || drop "$base"
    done
}

free_port() { # preferred port first, if given
    "$python" - "$@" <<'PY'
import socket, sys
for port in [*map(int, sys.argv[1:]), 0]:
    with socket.socket() as s:
        try:
            s.bind(("127.0.0.1", port))
        except OSError:
            continue
        print(s.getsockname()[1])
        break
PY
}
