// The shell that stays on a host, as text. It must run under dash, bash and busybox sh, and its
// first command line must pass through csh and fish too: no `!`, no backslash, no newline, single
// quotes only around the whole.
import { quote } from '../base/shell.ts'

/**
 * What a job's own shell runs. Its script comes by a pipe, whole: argv would show it to everyone
 * and ends at 128 KB.
 */
const JOB = 'job=$(cat) && exec <"$1" && set -- && eval "unset job; $job"'

/**
 * One request: `run NONCE SIZE STDIN LIMIT`, the script, NONCE again; then `data N` with N bytes,
 * `eof`; at the end exactly one of `ok` (the controller saw the end) and `cancel`. A child waits
 * for that line while the job runs, so that the loop itself can wait for the job: end of input,
 * with neither, means that the controller is gone. A link may also be gone without an end: `beat N`
 * is a sign of life, after which the next is due in N seconds.
 */
const LOOP = [
  'exec 9<&0 8>&2 2>/dev/null </dev/null;',
  // The user's environment may export a name of ours: a script may not slip into it.
  'unset a d g how i in k lim me n p r rc s size t v x y;',
  'umask 022; PATH=${PATH:+$PATH:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; LC_ALL=C;',
  'export PATH LC_ALL;',

  // busybox's head reads ahead on a pipe, GNU's does not: the bytes after a script are the next
  // request's.
  'take() { head -c "$1"; };',
  'exact() { [ "$(printf abcd | { take 3 >/dev/null; cat; })" = d ]; };',
  'exact || take() { dd bs="$1" count=1 iflag=fullblock; };',
  'exact || take() { dd bs=1 count="$1"; };',

  // TERM may come before setsid made the group: hence the process itself too.
  'end() {',
  'kill -TERM -$p $p; i=0;',
  'while kill -0 -$p && [ $i -lt 20 ]; do sleep 0.1 || sleep 1; i=$((i+1)); done;',
  // Dying takes a moment, and nobody is to see the group after we said that it is gone.
  'kill -KILL -$p && sleep 0.1; };',

  // A group of its own for every job. dash has no job control without a terminal; without setsid
  // either, all must go.
  'if command -v setsid >/dev/null; then',
  `start() { printf "%s\\n" "$s" | setsid sh -c ${quote(JOB)} sh "$in" 2>&8 8>&- 9<&- & };`,
  'else',
  `start() { { printf "%s\\n" "$s" | sh -c ${quote(JOB)} sh "$in"; } 2>&8 8>&- 9<&- & };`,
  'if [ "$BASH_VERSION" ]; then set -m;',
  'else end() { trap "" TERM; kill -TERM 0; sleep 2; kill -KILL 0; }; fi;',
  'fi;',

  // KILL, since between fork and exec a child still has our trap, and TERM would be lost on it.
  'limit() { trap "kill -KILL \\$!; wait \\$!; exit" TERM; sleep $lim & wait $!; trap "" TERM; end; exit 9; };',

  // A job that never reads its input blocks the reader: a closed channel then shows when we write
  // to it.
  'tick() {',
  'trap "kill -KILL \\$!; wait \\$!; exit" TERM; trap : PIPE;',
  'while sleep 1 & wait $!; do printf "\\n%s .\\n" $n || { end; exit; }; done; };',

  // The loop goes first: there is nobody left to tell how the job ended.
  'guard() {',
  'trap "kill -KILL \\$!; wait \\$!; exit" TERM; sleep $y & wait $!; trap "" TERM;',
  'kill -KILL $$; [ -z "$t" ] || kill $t; end; kill -KILL $me; };',
  'calm() { [ -z "$g" ] || { kill $g; wait $g; g=; }; };',

  'reader() {',
  '[ "$in" = /dev/null ] || { exec 7>"$in"; rm -r "$d"; };',
  'while read -r x y <&9; do case $x in',
  'data) take $y <&9 | { cat >&7; cat >/dev/null; } ;;',
  'eof) exec 7>&- ;;',
  'beat) calm; me=$(exec sh -c "echo \\$PPID"); guard & g=$! ;;',
  'ok) calm; exit 0 ;;',
  '*) end; calm; printf "\\n%s gone\\n" $n; exit 0 ;;',
  'esac; done; end; calm; exit 1; };',

  'while read -r v n size in lim <&9; do',
  '[ "$v" = run ] || continue;',
  's=$(take $size <&9); read -r x <&9; [ "$x" = "$n" ] || exit;',
  'k=; t=;',
  'if [ "$in" = 1 ]; then',
  'for d in "${TMPDIR:-/tmp}" /var/tmp "$HOME" /dev/shm /run; do',
  'd=$(mktemp -d "$d/.mokplay.XXXXXXXX") || continue; in=$d/in; mkfifo -m 600 "$in" && break;',
  'in=1; rm -r "$d"; done;',
  '[ -p "$in" ] || { in=/dev/null;',
  's="echo no place for a pipe: /tmp, /var/tmp, \\$HOME, /dev/shm and /run were tried >&2; exit 1"; };',
  'else in=/dev/null; fi;',
  'printf "\\n%s <\\n" $n; printf "\\n%s <\\n" $n >&8;',
  'start; p=$!;',
  // The order matters: each inherits as $! somebody who is dead when it is told to end, and may
  // kill that.
  '[ "$in" = /dev/null ] || { tick & k=$!; };',
  '[ $lim = 0 ] || { limit & t=$!; };',
  'reader & r=$!;',
  'wait $p; rc=$?; how=done;',
  '[ -p "$in" ] && : <>"$in";',
  '[ "$k" ] && { kill $k; wait $k; };',
  '[ "$t" ] && { kill $t; wait $t; [ $? = 9 ] && how=late; };',
  'kill -0 -$p && how=$how+left;',
  'printf "\\n%s > %s %s\\n" $n $rc $how; printf "\\n%s >\\n" $n >&8;',
  'wait $r || exit;',
  'done',
].join(' ')

/**
 * What the login shell, or sudo, is told to run: says hello, then takes the loop by its stdin if it
 * is ours.
 */
export const bootstrap = (hello: string): string =>
  // Cut in two, so that a shell that echoes its commands says no hello.
  `echo; echo ${hello.slice(0, 8)}""${hello.slice(8)}; read -r k a; [ "$k" = ${hello} ] && eval "$a"`

/** The line the bootstrap waits for. */
export const loopLine = (hello: string): string => `${hello} ${LOOP}\n`
