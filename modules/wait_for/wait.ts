// The waiting itself: one script that looks again and again, with whatever the host has to look with.

// Wants $goal, $host, $port, $path, $regex, $perl and $ere (the pattern in other words), $ips, $excluded, $codes, and
// the numbers $timeout, $delay, $connect and $pause. Ends with 1 when the time is over, with 2 and a sentence when
// it cannot wait. What it prints is read by regex.ts.
export const WAIT = String.raw`
fail() { printf '%s\n' "$1" >&2; finish 2; }
finish() { now; echo "elapsed $(( (n - start) / 100 ))"; exit "$1"; }
now() { if read -r n _ </proc/uptime; then n=${'$'}{n%.*}${'$'}{n#*.}; else n=$(date +%s)00; fi; } 2>/dev/null
has() { command -v "$1" >/dev/null 2>&1; }
interpreter() {
  for with in python3 python /usr/libexec/platform-python python2; do if has "$with"; then tool=python; return; fi; done
  has perl && tool=perl
}
short() { # the seconds of one try: no longer than there is time
  now; left=$(( (end - n + 99) / 100 )); first=$connect; [ "$first" -le "$left" ] || first=$left
  [ "$first" -gt 0 ] || first=1
}
isLocal() { case $host in 127.*|localhost|::1|0.0.0.0) ;; *) return 1;; esac; }
listens() {
  hex=$(printf %04X "$port")
  cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | while read -r _ at _ state _; do
    case $state:$at in 0A:00000000:$hex|0A:0100007F:$hex|0A:*00000000:$hex|0A:*01000000:$hex|0A:*0100007F:$hex) echo yes;; esac
  done | grep -q yes
}
reach() {
  interpreter && return
  if has bash && has timeout; then tool=bash; elif has nc; then tool=nc; elif has curl; then tool=curl
  elif isLocal && [ -r /proc/net/tcp ]; then tool=proc
  else without; fi
}
without() {
  fail "port $port of $host cannot be tried: the host has none of python3, perl, bash, nc and curl; install one of them"
}
program() { case $tool in python) "$with" -c "$python" "$@";; perl) perl -e "$perlprogram" -- "$@";; esac; }
answers() {
  short
  case $tool in
    python|perl) program port "$first" "$left" ;;
    bash) timeout "$first" bash -c 'exec 3<>"/dev/tcp/$host/$port"' ;;
    nc) case $(nc -h 2>&1) in *-z*) nc -z -w "$first" "$host" "$port" ;; *) nc -w "$first" "$host" "$port" ;; esac ;;
    curl) case $host in *:*) at="[$host]";; *) at=$host;; esac
      took=$(curl -s --noproxy '*' -m "$first" -o /dev/null -w '%{time_connect}' "telnet://$at:$port")
      case $took in ''|*[1-9]*) [ -n "$took" ] ;; *) return 1 ;; esac ;;
    proc) listens ;;
  esac </dev/null >/dev/null 2>&1
}
matcher() {
  interpreter && return
  [ -n "$ere" ] || fail 'search_regex says what only python3 or perl can look for: install one of them on the host, or write a simpler pattern'
  tool=grep text=; ! echo a | grep -a a >/dev/null 2>&1 || text=-a
}
inText() {
  [ "$tool" = grep ] || { program file 0 0; return; }
  line=$(grep $text -E -m1 -e "$ere") && printf 'line %s\n' "$line"
}
sends() { # without python and perl: what comes within some seconds, looked at as a whole
  short
  if [ "$tool" != grep ]; then program data "$first" "$left" </dev/null 2>/dev/null; return; fi
  {
    if has bash; then bash -c 'exec 3<>"/dev/tcp/$host/$port" && exec cat <&3'; else nc "$host" "$port"; fi </dev/null &
    p=$!; sleep "$first"; kill "$p"
  } 2>/dev/null | inText
}
present() {
  e=$(LC_ALL=C stat -L -- "$path" 2>&1 >/dev/null) || {
    case $e in *'No such file or directory'*) return 1;; esac
    fail "Failed to stat $path, ${'$'}{e##*: }"; }
  [ -z "$regex" ] || [ ! -r "$path" ] || [ -d "$path" ] || { inText <"$path" 2>/dev/null; return; }
  [ -z "$regex" ]
}
addresses() { # the addresses of names, one a line
  for name; do case $name in
    *:*|[0-9]*.[0-9]*.[0-9]*.[0-9]*) printf '%s\n' "$name" ;;
    localhost) printf '127.0.0.1\n::1\n' ;;
    *) getent ahosts "$name" | while read -r a _; do printf '%s\n' "$a"; done ;;
  esac; done
}
quiet() {
  set --; for file in /proc/net/tcp /proc/net/tcp6; do [ -r "$file" ] && set -- "$@" "$file"; done
  awk "$drained" "$@"
}
try() {
  case $goal in
    present) present ;;
    absent) [ ! -e "$path" ] ;;
    open) answers ;;
    closed) ! answers ;;
    data) sends ;;
    drained) quiet ;;
  esac
}
now; start=$n end=$(( n + 100 * timeout ))
case $goal in
  present) [ -z "$regex" ] || matcher ;;
  open|closed) reach ;;
  data) matcher; [ "$tool" != grep ] || has bash || has nc || without ;;
  drained) ips=$(addresses "$host") excluded=$(addresses $excluded); export ips excluded ;;
esac
[ "$delay" -eq 0 ] || sleep "$delay"
if [ "$goal" = sleep ]; then sleep "$timeout"; finish 0; fi
while now; [ "$n" -lt "$end" ]; do
  if try; then finish 0; fi
  sleep "$pause"
done
finish 1`
