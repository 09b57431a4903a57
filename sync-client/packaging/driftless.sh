#!/bin/sh
# The driftless command of the package.
set -eu
home=/usr/lib/driftless

# Java reads file names by the locale: without UTF-8, most of them could not be read.
case "${LC_ALL:-${LC_CTYPE:-${LANG:-}}}" in
  *[Uu][Tt][Ff]8* | *[Uu][Tt][Ff]-8*) ;;
  *) export LC_ALL=C.UTF-8 ;;
esac
# One pool of native memory: each thread's own would hold what nobody needs any more.
export MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-1}

[ -t 1 ] && terminal=true || terminal=false

# The archive of loaded classes is made at installation; without it the start takes twice as long.
# shellcheck disable=SC2086
exec "$home/lib/runtime/bin/java" "@$home/lib/app/java.options" -Xmx"${DRIFTLESS_HEAP:-512m}" \
  -XX:SharedArchiveFile="$home/lib/app/driftless.jsa" -Xlog:disable -Ddriftless.terminal=$terminal \
  ${DRIFTLESS_JAVA_OPTIONS:-} -cp "$home/lib/app/*" io.driftless.client.cli.Driftless "$@"
