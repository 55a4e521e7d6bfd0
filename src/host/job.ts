// Jobs that outlive their request: a step's script in a session of its own, with all that is to be known of it in a
// folder of its user's. Text in, text out; when to look is others' business.
import { printfFormat, quote } from '../base/shell.ts'
import { utf8 } from './kind.ts'

export type JobPlace = {
  /** Absolute: where jobs lie. */
  readonly folder: string
  readonly jid: string
}

export const jobPath = ({ folder, jid }: JobPlace): string => `${folder.replace(/\/$/, '')}/${jid}`

/** What no name of a job is: it goes into a path. */
export const isJobName = (jid: string): boolean => /^[\w-][\w.-]*$/.test(jid)

/** sh: when a process began, in ticks since the start of the system; nothing where there is no /proc. */
const BORN = `born() { read -r s <"/proc/$1/stat" && s=\${s##*) } && set -- $s && shift 19 && echo "$1"; }
boot() { read -r s </proc/sys/kernel/random/boot_id && echo "$s"; }
up() { read -r s x </proc/uptime && echo "$s"; }`

/**
 * Watches over a job, as the first of its own session: ends it with all its children when its time is over, and
 * writes down how it ended, in one piece. The job is the first of another session, so that it can be ended whole.
 */
const WATCH = `${BORN}
d=$1 lim=$2
trap '' HUP
echo "$$ $(born $$) $(boot) $(up)" >"$d/pid.new" && mv "$d/pid.new" "$d/pid" || exit
exec >/dev/null
umask 022
setsid sh -c 'job=$(cat "$1") && rm -f "$1" && set -- && eval "unset job; $job"' sh "$d/job" <"$d/in" >>"$d/out" 2>>"$d/err" &
p=$!
limit() {
  trap 'kill -KILL $!; exit' TERM
  sleep "$lim" & wait $!
  trap '' TERM
  : >"$d/late"
  kill -TERM -$p $p; i=0
  while kill -0 -$p && [ $i -lt 20 ]; do sleep 0.1 || sleep 1; i=$((i+1)); done
  kill -KILL -$p
}
limit & t=$!
wait $p; rc=$?
how=done
if [ -e "$d/late" ]; then how=late; wait $t; else kill $t; fi
umask 077
echo "$rc $how $(up)" >"$d/end.new" && mv "$d/end.new" "$d/end"
rm -f "$d/in"`

export type JobWish = JobPlace & {
  /** Runs as the job; undefined for one that is over before it began. */
  readonly script: string | undefined
  /** What is to be known of it later, by whoever asks. */
  readonly note: string
  /** After so long it is ended. */
  readonly seconds: number
}

const put = (text: string, file: string): string =>
  `printf ${printfFormat(Buffer.from(text))} >"$d/${file}"`

/** The script that starts a job; the job's own input comes on its standard input. It is on its own when this ends. */
export const startScript = (wish: JobWish): string => {
  const begin =
    wish.script === undefined
      ? 'echo "0 done" >"$d/end"'
      : `${put(wish.script, 'job')} && cat >"$d/in" && : >"$d/out" && : >"$d/err" && [ -r "$d/job" ]`
  return [
    'umask 077',
    `d=${quote(jobPath(wish))}`,
    'command -v setsid >/dev/null || { echo "setsid is not there: it comes with util-linux or busybox" >&2; exit 1; }',
    `mkdir -p -- ${quote(wish.folder)} && mkdir -- "$d" || exit 1`,
    `${put(wish.note, 'note')} && ${begin} || { rm -rf -- "$d"; exit 1; }`,
    ...(wish.script === undefined
      ? []
      : [
          // It says nothing but that it is there: whoever reads waits for that.
          `x=$(setsid sh -c ${quote(WATCH)} sh "$d" ${Math.ceil(wish.seconds)} </dev/null 2>/dev/null &)`,
          '[ -s "$d/pid" ] || { rm -rf -- "$d"; echo "the job did not start" >&2; exit 1; }',
        ]),
  ].join('\n')
}

/** The script that looks how a job is. */
export const lookScript = (place: JobPlace): string => `${BORN}
d=${quote(jobPath(place))}
if [ -f "$d" ]; then echo foreign; cat "$d"; exit; fi
[ -d "$d" ] || { echo none; exit; }
p= b= o= u=
[ ! -e "$d/pid" ] || read -r p b o u <"$d/pid"
lives() { [ "$p" ] && kill -0 "$p" && { [ -z "$u" ] || { [ "$(born "$p")" = "$b" ] && [ "$(boot)" = "$o" ]; }; }; }
if [ ! -e "$d/end" ] && lives; then echo running; exit; fi 2>/dev/null
end= how=
[ ! -e "$d/end" ] || read -r end how x <"$d/end"
if [ -z "$how" ]; then
  how=gone
  [ -z "$u" ] || [ "$(boot)" = "$o" ] || how=restarted
fi
printf '%s %s %s %s %s\\n' "$how" "\${end:-0}" "$(wc -c <"$d/note")" "\${u:-0}" "\${x:-0}"
cat "$d/note"
[ ! -e "$d/out" ] || cat "$d/out"
[ ! -e "$d/err" ] || cat "$d/err" >&2`

/** The script that takes away what a job left. */
export const cleanupScript = (place: JobPlace): string => {
  const path = quote(jobPath(place))
  return `[ -e ${path} ] || { echo none; exit; }\nrm -rf -- ${path}`
}

export type JobEnd = {
  /** Ended by itself, ended at its limit, ended by others; or the host itself was restarted. */
  readonly state: 'done' | 'late' | 'gone' | 'restarted'
  readonly rc: number
  readonly note: string
  /** One character a byte. */
  readonly out: string
  readonly err: string
  readonly ms: number
}

export type JobLook =
  | { readonly state: 'none' | 'running' }
  /** Somebody else's: what its file says. */
  | { readonly state: 'foreign'; readonly text: string }
  | JobEnd

const ENDS = ['done', 'late', 'gone', 'restarted'] as const

/** Reads the reply to a look, one character a byte. */
export const readLook = ({ out, err }: { out: string; err: string }): JobLook => {
  const end = out.indexOf('\n')
  const [word = '', rc, size, began, ended] = out.slice(0, end).split(' ')
  const rest = out.slice(end + 1)
  if (word === 'foreign') return { state: 'foreign', text: utf8(rest) }
  const state = ENDS.find(each => each === word)
  if (!state) return { state: word === 'running' ? 'running' : 'none' }
  const ms = Math.round((Number(ended) - Number(began)) * 1000)
  return {
    state,
    rc: Number(rc),
    note: utf8(rest.slice(0, Number(size))),
    out: rest.slice(Number(size)),
    err,
    ms: ms > 0 ? ms : 0,
  }
}
