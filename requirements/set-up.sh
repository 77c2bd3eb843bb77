# shellcheck shell=sh
# Makes .venv hold exactly what one of the locks names, and OpenCompact itself. ./run, ./test and requirements/lock
# read this file; the current folder is the repository's root.

export UV_PYTHON_DOWNLOADS=never UV_SYSTEM_CERTS=true
unset UV_SYSTEM_PYTHON UV_REQUIRE_HASHES PYTHONHOME PYTHONPATH

needed_mb=900
apt='On Debian and Ubuntu: sudo apt-get install python3 python3-venv'

say() { printf '%s\n' "$*" >&2; }

stop() {
    say "$*"
    exit 2
}

# attempt COMMAND...: quiet while it works; where it fails, its own words and then ours.
attempt() {
    if ! said=$("$@" 2>&1); then
        say "$said"
        case $said in
            *'No space left'*) stop "The disk is full. Make $needed_mb MB free and run the same command again." ;;
            *'ermission denied'* | *'Read-only file system'*)
                stop "The set-up may not write at the place named above. If that is the cache of packages," \
                    "UV_CACHE_DIR names another; then run the same command again." ;;
            *'error sending request'* | *'ailed to fetch'* | *'NewConnectionError'* | *'ConnectTimeout'* | *'offline'*)
                stop "The packages could not be fetched. The first set-up needs the network: check the connection" \
                    "(and the proxy, if there is one: HTTPS_PROXY), then run the same command again." ;;
            *)
                stop "The set-up did not finish; what went wrong stands above." \
                    "Put it right and run the same command again." ;;
        esac
    fi
}

insist_on_writing() {
    [ -w . ] ||
        stop "$(id -un) may not write here: $(pwd -P). Copy the folder to a place of your own, or ask its owner."
}

insist_on_room() {
    free_kb=$(df -Pk . | awk 'NR == 2 { print $(NF - 2) }')
    if [ "$free_kb" -lt $((needed_mb * 1024)) ] 2>/dev/null; then
        stop "The disk is nearly full: $((free_kb / 1024)) MB are free here and the set-up needs $needed_mb MB."
    fi
}

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if new_enough "$name"; then
            python=$("$name" -c 'import sys; print(sys.executable)')
            return
        fi
    done
    found=$(python3 --version 2>/dev/null) || found='no Python'
    stop "OpenCompact needs Python 3.11 or newer and found $found. $apt"
}

# The uv on the PATH; else the one pinned in requirements/uv.txt, put with pip into a folder of its own.
find_uv() {
    uv=uv
    "$uv" --version >/dev/null 2>&1 && return
    uv=$(pwd -P)/.uv/bin/uv
    "$uv" --version 2>/dev/null | grep -q "$(sed -n 's/^uv==\([^ ]*\).*/^uv \1/p' requirements/uv.txt)" && return
    "$python" -c 'import ensurepip, venv' 2>/dev/null || stop "This Python cannot make virtual environments. $apt"
    attempt "$python" -m venv --clear .uv
    echo '*' >.uv/.gitignore
    attempt .uv/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: \
        --require-hashes --requirement requirements/uv.txt
}

# A folder set up for more stays so: ./run after ./test takes nothing away.
larger() {
    case "$1 $2" in
        *benchmarks*) echo benchmarks ;;
        *test*) echo test ;;
        *) echo run ;;
    esac
}

# What .venv is made from. It holds absolute paths, so a folder that was moved gets a new one.
made_from() {
    { pwd -P; cat pyproject.toml opencompact/__init__.py requirements/*.txt requirements/set-up.sh; } | cksum
}

works() { .venv/bin/python -I -c 'import opencompact' 2>/dev/null; }

# install LOCK: from what was fetched before where that is enough, so that no network is needed.
install() {
    "$uv" pip sync --quiet --python .venv/bin/python --require-hashes --offline "$1" 2>/dev/null ||
        attempt "$uv" pip sync --quiet --python .venv/bin/python --require-hashes "$1"
}

# set_up run|test|benchmarks
set_up() {
    before=$(cat .venv/made-from 2>/dev/null) || before=
    lock=$(larger "$1" "${before%% *}")
    now="$lock $(made_from)"
    [ "$before" = "$now" ] && works && return

    insist_on_writing
    insist_on_room
    find_python
    say "Setting up .venv from requirements/$lock.txt: once now, and again when that changes."
    find_uv
    rm -rf .venv
    attempt "$uv" venv --quiet --no-project --python "$python" .venv
    install "requirements/$lock.txt"
    attempt "$uv" pip install --quiet --python .venv/bin/python --offline --no-deps --no-build-isolation --editable .
    works || stop "The set-up did not give a working .venv. Delete the folder .venv and run the same command again."
    echo "$now" >.venv/made-from
}
