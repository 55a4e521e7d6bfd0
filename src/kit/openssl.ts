// openssl on the host, writing a file: into another one first, which takes the place of the old one when it is whole.
// Passphrase and key come on standard input: nobody reads them in a list of processes.
import { unknown } from '../base/unknown.ts'
import { sha256 } from '../base/value.ts'
import type { FileAnswer } from '../model/answers.ts'
import type { Change, Op } from '../model/change.ts'
import type { Facts, Probe } from '../model/module.ts'
import type { PrivateKeyAnswer } from '../model/security-answers.ts'
import { missingAttrs, newAttrs, withAttrs, type WantedAttrs } from './attrs.ts'
import { around, change } from './change.ts'
import { absolute } from './paths.ts'
import { probe } from './probe.ts'
import type { Target } from './target.ts'

/** A private key as arguments give it: in a file of the host, or as text. */
type GivenKey = {
  readonly privatekey_path?: string | undefined
  readonly privatekey_content?: string | undefined
  readonly privatekey_passphrase?: string | undefined
}

/** The question for a private key; undefined where none was given. */
export const keyProbe = (given: GivenKey, facts: Facts): Probe<PrivateKeyAnswer> | undefined => {
  const { privatekey_path: path, privatekey_content: content } = given
  const passphrase = given.privatekey_passphrase
  if (path !== undefined) return probe.privateKey(absolute(path, facts), passphrase)
  if (content === undefined) return undefined
  return probe.privateKeyText(`text ${sha256(content).slice(0, 8)}`, content, passphrase)
}

/** Messages show this, and not the script itself. */
const SHORT = 'eval "$script"'

const BACKUP = `b=$1.$$.$(date +%Y-%m-%d@%H:%M:%S)~
cp -p -- "$1" "$b" && printf 'backup %s\\n' "$b"`

// DEST BACKUP COMMAND WORDS…: standard input is a line with the passphrase, and a key where no file holds it.
const WRITE = `backup() { ${BACKUP.replaceAll('\n', '; ')}; }
dest=$1 backup=$2 command=$3; shift 3
IFS= read -r passphrase; export passphrase
command -v openssl >/dev/null || { echo 'openssl is not on the host: install it first' >&2; exit 127; }
umask 077
new=$(mktemp "$dest.XXXXXXXX") || exit 1
trap 'rm -f "$new"' EXIT
openssl "$command" "$@" -out "$new" || exit 1
if [ -e "$dest" ]; then
  chown "$(stat -c %u:%g -- "$dest")" "$new" 2>/dev/null
  chmod "$(stat -c %a -- "$dest")" "$new" || exit 1
  if [ -n "$backup" ]; then backup "$dest" || exit 1; fi
fi
mv -f -- "$new" "$dest"`

export type OpensslWish = WantedAttrs & { readonly backup: boolean }

type Making = {
  /** Words after `openssl`; \`%file\` is the configuration. */
  readonly words: readonly string[]
  readonly title: string
  readonly passphrase?: string | undefined
  readonly key?: string | undefined
  readonly config?: string
}

/** A text that an act makes of a key: what is in it only the host can tell. */
export const toMade = (
  { path, file, via }: Target,
  making: Op,
  title: string,
  wish: OpensslWish,
  facts: Facts,
): Change => {
  const old = file?.type === 'file' ? file : undefined
  const attrs = old ? missingAttrs(wish, old, facts) : newAttrs(wish, facts)
  const made = unknown(`what ${title} makes`)
  const after: FileAnswer = {
    type: 'file',
    ...withAttrs(old, attrs, facts),
    size: made as unknown as number,
    links: 1,
    inode: made as unknown as string,
    sha256: made as unknown as string,
    text: made as unknown as string,
  }
  const ops = [
    making,
    ...(Object.keys(attrs).length > 0 ? [{ op: 'attrs' as const, path, attrs }] : []),
  ]
  return change(probe.file(path, { want: 'text' }), file, after, ops, {
    touches: [...around(path, file === undefined), ...(via === undefined ? [] : [`file ${via}`])],
    ...(!file && { undo: [{ op: 'remove' as const, path }] }),
  })
}

/** The act by which openssl writes a file. */
const writing = (
  path: string,
  { words, title, passphrase, key, config }: Making,
  backup: boolean,
): Op => ({
  op: 'run',
  argv: ['sh', '-c', SHORT, title, path, backup ? 'yes' : '', ...words],
  env: { script: WRITE },
  stdin: `${passphrase ?? ''}\n${key ?? ''}`,
  ...(config !== undefined && { file: { name: 'openssl.cnf', content: config } }),
})

/** A text that openssl makes of a key, by one command. */
export const toOpenssl = (
  target: Target,
  making: Making,
  wish: OpensslWish,
  facts: Facts,
): Change => toMade(target, writing(target.path, making, wish.backup), making.title, wish, facts)

/** The act that keeps a file under another name before it is removed. */
export const keepFile = (path: string, title: string): Op => ({
  op: 'run',
  argv: ['sh', '-c', SHORT, title, path],
  env: { script: BACKUP },
})

/** The name of the backup, as the acts print it. */
export const backupIn = (printed: string | undefined): string | undefined =>
  /^backup (.*)$/m.exec(printed ?? '')?.[1]
