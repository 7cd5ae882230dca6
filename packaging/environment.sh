# What packaging/run and packaging/test have in common: system packages, Python, .venv. Sourced, POSIX sh.
#
# `top` is the checkout, set by whoever sources this. Everything said here goes to stderr:
# stdout belongs to the program.

: "${top:?}"

say() { printf 'Tilewright: %s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 6
}

# Any import of Qt needs the first line, a window on X11 the second, one on Wayland the third.
QT_PACKAGES="libgl1 libegl1 libglib2.0-0 libfontconfig1 libxkbcommon0 libdbus-1-3 libgssapi-krb5-2
    libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0
    libwayland-cursor0"

# --- system packages -------------------------------------------------------------------------------

# Newer releases give some libraries a t64 at the end of the name.
is_installed() {
    for name in "$1" "$1t64"; do
        case $(dpkg-query -W -f '${db:Status-Abbrev}' "$name" 2>/dev/null) in
            ?i*) return 0 ;;
        esac
    done
    return 1
}

# Prints those of the packages that are not installed.
list_missing() {
    for package in "$@"; do
        is_installed "$package" || printf ' %s' "$package"
    done
}

# Installs what is missing of the packages, or prints the line that would, and goes on.
bring_packages() {
    command -v dpkg-query >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1 || return 0
    missing=$(list_missing "$@")
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" = 0 ]; then
        say "installing system packages:$missing"
        install_packages "" "$missing" && return 0
    elif command -v sudo >/dev/null 2>&1 && [ -t 0 ] && [ -t 2 ]; then
        say "installing system packages through sudo:$missing"
        install_packages sudo "$missing" && return 0
    fi
    say "these system packages are missing; as root, type:"
    printf '\n  apt-get update && apt-get install -y --no-install-recommends%s\n\n' "$missing" >&2
}

# $1 is the command in front of apt-get, or empty; $2 the packages, in one string.
# shellcheck disable=SC2086 # words are meant
install_packages() {
    $1 env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=600 update >&2 &&
        $1 env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 \
            install --no-install-recommends $2 </dev/null >&2
}

# --- Python ----------------------------------------------------------------------------------------

# Prints the real path of Python $1 if it is 3.11 to 3.14 and can make a virtual environment.
real_python() {
    "$1" -c '
import os, sys
if not (3, 11) <= sys.version_info[:2] <= (3, 14):
    sys.exit(1)
import ensurepip, venv
print(os.path.realpath(sys.executable))' </dev/null 2>/dev/null
}

# True if the Python of .venv runs, and is one of ours.
venv_runs() {
    "$top/.venv/bin/python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' \
        </dev/null >/dev/null 2>&1
}

# Prints the first Python that will do; PYTHON names one to be tried first.
find_python() {
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.11 python3.12 python3.13 python3.14; do
        real_python "$candidate" && return 0
    done
    return 1
}

# --- .venv -----------------------------------------------------------------------------------------

# What the environment was made from, and where: its scripts hold the path of the checkout.
stamp_of() {
    cat -- "$top/pyproject.toml" "$@" | cksum
    printf '%s\n' "$top"
}

# True if stamp file $1 says that .venv was made from the files that follow, here.
is_current() {
    stamp_file=$1
    shift
    [ -x "$top/.venv/bin/python" ] && [ -f "$stamp_file" ] && [ "$(cat -- "$stamp_file")" = "$(stamp_of "$@")" ]
}

# One at a time per checkout. The lock is on a file that every checkout has, dies with the process, and is
# not inherited by what is started in the end.
take_turn() {
    exec 9<"$top/packaging/requirements.txt"
    command -v flock >/dev/null 2>&1 || return 0
    flock -n 9 2>/dev/null && return 0
    say "another start is preparing .venv; waiting for it."
    flock 9 2>/dev/null || return 0
}

end_turn() { exec 9<&-; }

# An environment that was not finished, was moved here, or whose Python has gone is made anew.
remove_broken() {
    [ -e "$top/.venv" ] || [ -L "$top/.venv" ] || return 0
    if [ ! -e "$top/.venv/unfinished" ] && venv_runs; then
        [ ! -f "$top/.venv/tilewright-stamp" ] && return 0
        [ "$(tail -n 1 "$top/.venv/tilewright-stamp")" = "$top" ] && return 0
    fi
    say "the environment in .venv is not usable; making it anew."
    rm -rf -- "$top/.venv" 2>/dev/null || fail "cannot remove $top/.venv. Remove it by hand and try again."
}

pip_install() {
    quiet=-q
    [ -t 2 ] && quiet=
    # PIP_USER from the outside would point past the environment; all other wishes of the user hold.
    PIP_USER=0 "$top/.venv/bin/python" -m pip install $quiet --disable-pip-version-check --no-input "$@" </dev/null >&2
}

# Makes .venv, or brings an older one up to date: first what is locked, then Tilewright itself, in place.
make_environment() {
    case $top in
        *:*) fail "the folder $top has a colon in its name, which Python cannot use. Rename it and try again." ;;
    esac
    [ -w "$top" ] || fail "cannot write to $top, where the environment .venv has to be. Copy the folder to a place that you may write to, and start it there."
    remove_broken
    if [ ! -d "$top/.venv" ]; then
        python=$(find_python) || fail "no Python 3.11 to 3.14 with venv was found. Install one (on Debian: python3 python3-venv) and try again."
        { mkdir "$top/.venv" && touch "$top/.venv/unfinished"; } || fail "cannot make $top/.venv. Is the disk full?"
        "$python" -m venv "$top/.venv" >&2 || fail "$python could not make the environment $top/.venv; its words are above."
    fi
    { touch "$top/.venv/unfinished" && rm -f -- "$top"/.venv/*-stamp; } ||
        fail "cannot write to $top/.venv, which may belong to somebody else. Remove it and try again."
    "$top/.venv/bin/python" -c 'import pip' 2>/dev/null || "$top/.venv/bin/python" -m ensurepip >/dev/null ||
        fail "pip could not be put into $top/.venv."
    say "bringing the Python packages of packaging/requirements.txt (once; about 200 MB)."
    pip_install --require-hashes -r "$top/packaging/requirements.txt" ||
        fail "the Python packages could not be installed; pip's words are above. Is the network there, and room on the disk? Then start again."
    pip_install --no-deps --no-build-isolation --no-index -e "$top" ||
        fail "Tilewright could not be installed into .venv; pip's words are above."
    stamp_of "$top/packaging/requirements.txt" >"$top/.venv/tilewright-stamp" || fail "cannot write to $top/.venv. Is the disk full?"
    rm -f -- "$top/.venv/unfinished"
}

# Brings the system packages given and everything that is needed to start Tilewright.
# Python counts as missing only if no suitable one is there.
prepare() {
    if is_current "$top/.venv/tilewright-stamp" "$top/packaging/requirements.txt"; then
        bring_packages "$@"
        return 0
    fi
    venv_runs || find_python >/dev/null || set -- python3 python3-venv "$@"
    # shellcheck disable=SC2086 # a list of words is meant
    bring_packages "$@" $QT_PACKAGES
    make_environment
}
