#!/usr/bin/env bash
# Do the pure tests pass on every Python the program says it runs on?
#
# For each of PYTHONS (3.11, 3.12 and 3.13 unless told otherwise) that is found, on PATH or among pyenv's, an
# environment of its own is made beside .venv (.venv-3.12 and so on), installed from requirements.lock, and asked.
# Says which version was not found; fails if a test fails, or if none was found at all. Arguments are handed on
# to pytest in place of `-m quick`, the tests of values alone.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2

read -ra VERSIONS <<<"${PYTHONS:-3.11 3.12 3.13}"
if [ $# -eq 0 ]; then set -- -m quick; fi

# Prints the interpreter of a version. A name on PATH may be pyenv's stand-in for one that is not chosen: ask it.
interpreter() {
    local candidate
    for candidate in "python$1" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$1".*/bin/python; do
        if "$candidate" -c "import ensurepip, venv" 2>/dev/null; then
            echo "$candidate"
            return 0
        fi
    done
    return 1
}

# Makes the environment of a version, or brings it to the lock if the lock is newer.
prepare() {
    local venv=$1 python=$2
    if [ "$venv/.ready" -nt requirements.lock ] && [ "$venv/.ready" -nt pyproject.toml ]; then return 0; fi
    [ -x "$venv/bin/python" ] || "$python" -m venv "$venv" || return 1
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock &&
        "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . &&
        touch "$venv/.ready"
}

found=0
failed=()
missing=()
for version in "${VERSIONS[@]}"; do
    if ! python=$(interpreter "$version"); then
        missing+=("$version")
        continue
    fi
    found=$((found + 1))
    venv=.venv-$version
    echo "== Python $version ($python)"
    # Its own cache: pytest's would otherwise mix the last failures of three versions.
    prepare "$venv" "$python" &&
        "$venv/bin/python" -m pytest -q --numprocesses 2 -o cache_dir="$venv/.pytest_cache" "$@" ||
        failed+=("$version")
done

echo
if [ ${#missing[@]} -gt 0 ]; then echo "not found, not tested: Python ${missing[*]}"; fi
if [ ${#failed[@]} -gt 0 ]; then echo "failed on: Python ${failed[*]}"; exit 1; fi
if [ "$found" -eq 0 ]; then echo "no Python found to test with"; exit 1; fi
echo "passed on every Python found ($found of ${#VERSIONS[@]})"
