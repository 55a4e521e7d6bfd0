// `transaction ARGS…`: what dnf or apt-get would do if told so now. Slow, for it reads what the repositories offer;
// nothing is written but below a temporary folder that goes away again.
import { aptSteps } from '../../base/packages/apt-steps.ts'
import { compareDeb } from '../../base/packages/deb-version.ts'
import { dnfSteps } from '../../base/packages/dnf-table.ts'
import { aptProblem, dnfProblem } from '../../base/packages/problems.ts'
import { command } from '../../base/shell.ts'
import type { TransactionAnswer } from '../../model/answers.ts'
import type { Facts, Probe } from '../../model/module.ts'
import { failed, known, utf8, type Kind } from '../kind.ts'

type Ask = {
  readonly args: readonly string[]
  readonly specs: readonly string[]
  readonly refresh?: boolean
}
const askOf = (probe: Probe<TransactionAnswer>): Ask => probe.ask as unknown as Ask

/** Repositories may be slow; a question must end. */
const SECONDS = 300

const FOLDER = `t=$(mktemp -d) || { echo '!no temporary folder can be made'; exit; }
trap 'rm -rf "$t"' EXIT
limit=; if command -v timeout >/dev/null; then limit='timeout ${SECONDS}'; fi
one() { # ARG…: what it prints on both streams, each with its length before it
  "$@" >"$t/out" 2>"$t/err" </dev/null
  rc=$?
  replaced
  echo "R $rc $(wc -c <"$t/out") $(wc -c <"$t/err")"
  cat "$t/out" "$t/err"
  echo
}`

// Locks of somebody who works on the packages right now are no concern of a question.
// Signatures of metadata are for the real run to check: a key that is new would have to be taken in here.
const DNF = String.raw`
mkdir "$t/cache" "$t/lib" "$t/log"
cp -a /var/cache/dnf/. "$t/cache/" 2>/dev/null
cp -a /var/lib/dnf/. "$t/lib/" 2>/dev/null
rm -f "$t"/cache/*.pid "$t"/lib/*.pid
ask() {
  one $limit dnf --assumeno --setopt=cachedir="$t/cache" --setopt=persistdir="$t/lib" --setopt=logdir="$t/log" '--setopt=*.repo_gpgcheck=0' "$@"
}
replaced() { # the versions that are there of what would get another one
  set -f
  set -- $(sed -n -e '/^\(Up\|Down\)grading:/,/^[^ ]*$/s/^ \([^ ]\{1,\}\).*/\1/p' "$t/out")
  [ $# -eq 0 ] || rpm -q --qf '=%{NAME}|%{EPOCHNUM}|%{VERSION}-%{RELEASE}|%{ARCH}\n' -- "$@" >>"$t/out"
}`

const APT = String.raw`
replaced() { :; }
export DEBIAN_FRONTEND=noninteractive
ask() { one $limit apt-get --simulate -y -o Dir::Log="$t" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o Debug::NoLocking=1 "$@"; }
fresh() {
  mkdir -p "$t/lists/partial"
  cp -a /var/lib/apt/lists/. "$t/lists/" 2>/dev/null
  $limit apt-get -q update -o Dir::State::lists="$t/lists" -o APT::Update::Post-Invoke-Success::= -o Debug::NoLocking=1 -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= >/dev/null 2>&1
  ask -o Dir::State::lists="$t/lists" "$@"
}`

const isApt = (facts: Facts): boolean => facts.packages === 'apt'

export const transactionKind: Kind<TransactionAnswer> = {
  kind: 'transaction',
  slow: true,
  script: (probes, facts) =>
    [
      FOLDER,
      isApt(facts) ? APT : DNF,
      ...probes.map(
        probe =>
          `${isApt(facts) && askOf(probe).refresh ? 'fresh' : 'ask'} ${command(askOf(probe).args)}`,
      ),
    ].join('\n'),
  parse: (text, probes, facts) => {
    let rest = text
    return probes.map(() => {
      const head = /^R (\d+) +(\d+) +(\d+)\n/.exec(rest)
      if (!head) return failed(/^!(.*)$/m.exec(text)?.[1] ?? 'the package manager did not answer')
      const [start, out, err] = [head[0].length, Number(head[2]), Number(head[3])]
      const [said, noise] = [
        utf8(rest.slice(start, start + out)),
        utf8(rest.slice(start + out, start + out + err)),
      ]
      rest = rest.slice(start + out + err + 1)
      return known(
        isApt(facts) ? ofApt(Number(head[1]), said, noise) : ofDnf(Number(head[1]), said, noise),
      )
    })
  },
  same: (_promised, { pending, trouble }) => pending.length === 0 && trouble === undefined,
  show: ({ pending, done }) =>
    Object.fromEntries(
      [
        ...pending.map(
          step =>
            [
              nameOf(step),
              step.does === 'install' || step.does === 'module'
                ? undefined
                : (step.from ?? (step.does === 'remove' ? step.version : 'installed')),
            ] as const,
        ),
        ...(done ?? []).map(
          step => [nameOf(step), step.does === 'remove' ? undefined : step.version] as const,
        ),
      ].flatMap(([name, shown]) => (shown === undefined ? [] : [[name, shown] as const])),
    ),
  // What is newest may change with what earlier steps install.
  derive: (probe, planned) => {
    const spec = askOf(probe).specs.find(each => planned('package', each) !== undefined)
    return spec === undefined
      ? undefined
      : { unknown: `what is left to do for ${spec} once earlier steps are done` }
  },
}

const nameOf = ({ does, name, arch }: TransactionAnswer['pending'][number]): string =>
  does === 'module' ? `module ${name}` : arch === '' ? name : `${name}.${arch}`

/** dnf says no with code 1 when there is something to do. */
const ofDnf = (rc: number, out: string, err: string): TransactionAnswer => {
  const pending = dnfSteps(out)
  if (pending.length > 0 || rc === 0 || /^Operation aborted\.?$/m.test(`${out}\n${err}`))
    return { pending }
  return {
    pending,
    trouble: rc === 124 ? `dnf did not come to an end in ${SECONDS} seconds` : dnfProblem(out, err),
  }
}

const ofApt = (rc: number, out: string, err: string): TransactionAnswer => {
  if (rc === 0) return { pending: aptSteps(out, compareDeb).map(step => ({ ...step, arch: '' })) }
  return {
    pending: [],
    trouble:
      rc === 124 ? `apt-get did not come to an end in ${SECONDS} seconds` : aptProblem(out, err),
  }
}
