#!/usr/bin/env bash
# Brings a machine to where the tests, the demo and the benchmark can run. Does nothing when everything is there.
#   setup.sh           everything the tests and the benchmark need
#   setup.sh --demo    only what "npm run demo" needs
# On Debian or Ubuntu as root it installs the missing packages; elsewhere it names them and ends with 1.
set -u

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)

demo_packages=(krb5-kdc krb5-admin-server krb5-user curl libgssapi-krb5-2)
test_packages=("${demo_packages[@]}" apache2 nginx libapache2-mod-auth-gssapi gss-ntlmssp krb5-pkinit krb5-kdc-ldap faketime slapd ldap-utils wrk perl-base util-linux openssl chromium git pre-commit)

usage() {
  echo "usage: setup.sh [--demo]" >&2
  exit 2
}

demo=no
for word in "$@"; do
  case $word in
    --demo) demo=yes ;;
    *) usage ;;
  esac
done

packages=("${test_packages[@]}")
[ "$demo" = yes ] && packages=("${demo_packages[@]}")

# What stands for each package on systems without dpkg: a file or a command it brings.
present() {
  if command -v dpkg-query >/dev/null; then
    [ "$(dpkg-query -W -f='${db:Status-Abbrev}' "$1" 2>/dev/null | cut -c1-2)" = ii ]
    return
  fi
  case $1 in
    krb5-kdc) command -v krb5kdc ;;
    krb5-admin-server) command -v kadmin.local ;;
    krb5-user) command -v kinit ;;
    libgssapi-krb5-2) ldconfig -p | grep -q libgssapi_krb5.so.2 ;;
    libapache2-mod-auth-gssapi) [ -e /usr/lib/apache2/modules/mod_auth_gssapi.so ] ;;
    gss-ntlmssp) ldconfig -p | grep -q gssntlmssp || compgen -G '/usr/lib/*/gssntlmssp/gssntlmssp.so' ;;
    perl-base) command -v perl ;;
    util-linux) command -v setpriv ;;
    krb5-pkinit) compgen -G '/usr/lib/*/krb5/plugins/preauth/pkinit.so' || compgen -G '/usr/lib*/krb5/plugins/preauth/pkinit.so' ;;
    krb5-kdc-ldap) command -v kdb5_ldap_util ;;
    slapd) [ -x /usr/sbin/slapd ] ;;
    ldap-utils) command -v ldapsearch ;;
    *) command -v "$1" ;;
  esac >/dev/null
}

missing=()
for package in "${packages[@]}"; do
  present "$package" || missing+=("$package")
done

name_missing() {
  echo "kerbgate's kit needs programs that are not installed. On Debian or Ubuntu, as root:" >&2
  echo "  apt-get update && apt-get install -y --no-install-recommends $*" >&2
}

# Installing must not start a KDC or a web server on this machine: policy-rc.d says no to every service.
install_packages() {
  local policy=/usr/sbin/policy-rc.d made=no status=0
  if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' >$policy && chmod 755 $policy && made=yes
  fi
  export DEBIAN_FRONTEND=noninteractive
  local options=(-y -q --no-install-recommends -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=120)
  { apt-get -q update && apt-get "${options[@]}" install "$@"; } || status=$?
  [ $made = yes ] && rm -f $policy
  return $status
}

can_install() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null
}

if [ ${#missing[@]} -gt 0 ]; then
  if ! can_install; then
    name_missing "${missing[@]}"
    exit 1
  fi
  echo "installing ${missing[*]}" >&2
  if ! install_packages "${missing[@]}" >&2; then
    echo "apt-get could not install them." >&2
    name_missing "${missing[@]}"
    exit 1
  fi
fi

[ "$demo" = yes ] && exit 0

# The npm package "kerberos" is a second, independent SPNEGO client. It is native and optional: built here from source,
# in a folder that outlives "npm ci", and linked to where Node finds it. Without it the kit's own initiator does.
client="$here/kerberos-client"
binary="$client/node_modules/kerberos/build/Release/kerberos.node"

loads() {
  [ -e "$binary" ] && node -e "require('$client/node_modules/kerberos')" 2>/dev/null
}

build_tools() {
  local wanted=(python3 make g++ libkrb5-dev) absent=()
  for package in "${wanted[@]}"; do
    case $package in
      libkrb5-dev) [ -e /usr/include/gssapi/gssapi.h ] ;;
      *) command -v "$package" >/dev/null ;;
    esac || absent+=("$package")
  done
  [ ${#absent[@]} -eq 0 ] && return 0
  if ! can_install; then
    echo "the optional package kerberos is not built: it needs ${absent[*]}" >&2
    return 1
  fi
  echo "installing ${absent[*]}" >&2
  install_packages "${absent[@]}" >&2
}

# A registry may be slow once, or a connection break off.
fetch_client() {
  timeout 120 npm ci --ignore-scripts --no-audit --no-fund >/dev/null 2>&1
}

# Node's headers lie beside the binary in most installations; only else node-gyp would have to download them.
build_client() {
  local log="$client/node_modules/build.log" gyp headers
  gyp="$(npm root -g 2>/dev/null)/npm/node_modules/node-gyp/bin/node-gyp.js"
  [ -e "$gyp" ] || gyp="$(dirname "$(readlink -f "$(command -v npm)")")/../node_modules/node-gyp/bin/node-gyp.js"
  headers="$(dirname "$(dirname "$(node -p process.execPath)")")"
  local options=(rebuild)
  [ -e "$headers/include/node/node_api.h" ] && options+=("--nodedir=$headers")
  echo "building the optional package kerberos" >&2
  (
    cd "$client" &&
      { fetch_client || fetch_client; } &&
      cd node_modules/kerberos &&
      timeout 300 node "$gyp" "${options[@]}" >"$log" 2>&1
  )
}

if ! loads; then
  if ! { build_tools && build_client && loads; }; then
    echo "the optional package kerberos could not be built; tests use the kit's own client instead." >&2
  fi
fi
if loads && [ -d "$root/node_modules" ] && [ ! -e "$root/node_modules/kerberos" ]; then
  ln -sfn ../test/kit/kerberos-client/node_modules/kerberos "$root/node_modules/kerberos"
fi
exit 0
