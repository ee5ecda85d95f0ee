#!/usr/bin/env bash
# Which servers do the tests need, and are they installed?
#
# Installs what is missing (Debian and its relatives) and is done at once when nothing is. The servers the
# packages bring are not started: the tests run private instances of their own, on loopback, in a temporary
# folder. `services.sh venv` looks after nothing but Python's own venv module, `services.sh bench`
# after what is measured with.
set -euo pipefail

have_venv() { python3 -c 'import ensurepip, venv' 2>/dev/null; }
have_dovecot() { PATH="$PATH:/usr/sbin" command -v dovecot >/dev/null && [ -e /usr/lib/dovecot/imap ]; }
have_chromium() { command -v chromium >/dev/null; }
# Without a screen, and of the suite only what opens papers and spreadsheets: 99 MB, half a minute to install.
have_libreoffice() {
    local part
    command -v soffice >/dev/null || return 1
    for part in libswlo.so libsclo.so; do
        [ -e "/usr/lib/libreoffice/program/$part" ] || return 1
    done
}
have_chinese_fonts() { command -v fc-list >/dev/null && [ -n "$(fc-list :lang=zh-cn family)" ]; }
have_pgbouncer() { PATH="$PATH:/usr/sbin" command -v pgbouncer >/dev/null; }
have_postgresql() {
    local bin version
    for bin in /usr/lib/postgresql/*/bin; do
        version=${bin%/bin} version=${version##*/}
        if [ -x "$bin/initdb" ] && [ "${version%%.*}" -ge 15 ]; then return 0; fi
    done
    return 1
}

missing=()
if [ "${1:-all}" = venv ]; then
    have_venv || missing+=(python3-venv)
elif [ "${1:-all}" = bench ]; then
    have_dovecot || missing+=(dovecot-imapd)
    command -v mbsync >/dev/null || missing+=(isync)
else
    have_dovecot || missing+=(dovecot-imapd)
    have_postgresql || missing+=(postgresql)
    have_pgbouncer || missing+=(pgbouncer)
    have_chromium || missing+=(chromium)
    have_chinese_fonts || missing+=(fontconfig fonts-noto-cjk)
    have_libreoffice || missing+=(libreoffice-calc-nogui libreoffice-writer-nogui)
fi
[ ${#missing[@]} -gt 0 ] || exit 0

fail() {
    echo "tests/services.sh: $1" >&2
    exit 1
}

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "${missing[*]} missing and neither root nor sudo here; as root: apt-get install ${missing[*]}"
    as_root=(sudo)
    # A machine cannot type a password: refuse at once instead of waiting for one.
    if [ -n "${CI:-}" ]; then as_root+=(-n); fi
fi
command -v apt-get >/dev/null || fail "${missing[*]} missing and no apt-get here; install them by this system's own means"

# As long as this file says no, a package does not start the server it brings.
hush=/usr/sbin/policy-rc.d
if [ ! -e $hush ]; then
    trap '"${as_root[@]}" rm -f $hush' EXIT
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee $hush >/dev/null
    "${as_root[@]}" chmod 755 $hush
fi

log=$(mktemp)
install() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install --yes --no-install-recommends "${missing[@]}" >"$log" 2>&1
}
echo "tests/services.sh: installing ${missing[*]}" >&2
# The lists of packages are fetched only when the ones at hand will not do.
if ! install; then
    "${as_root[@]}" apt-get update >"$log" 2>&1 || fail "apt-get update failed: $(grep -m1 '^E:' "$log" || tail -n 1 "$log")"
    install || fail "apt-get could not install ${missing[*]}: $(grep -m1 '^E:' "$log" || tail -n 1 "$log")"
fi
rm -f "$log"
