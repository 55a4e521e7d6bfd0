import { absolute, arg, deed, defineModule, Refusal, script } from '../../src/kit/index.ts'

// $1 what, $2 the folder, $3 and $4 what the name begins and ends with. Not every mktemp knows suffixes, so that it
// only thinks of the name; a name that is taken meanwhile is never used.
const MAKE = `umask 077
dir=\${2:-\${TMPDIR:-/tmp}}
[ -d "$dir" ] || { printf '%s\\n' "the folder $dir does not exist" >&2; exit 1; }
[ -w "$dir" ] || { printf '%s\\n' "the folder $dir may not be written to" >&2; exit 1; }
for try in 1 2 3 4 5 6 7 8 9; do
  name=$(mktemp -u /tmp/XXXXXXXXXX) && path=$dir/$3\${name##*/}$4 || exit
  if [ "$1" = directory ]; then mkdir -- "$path" 2>/dev/null; else (set -C; : >"$path") 2>/dev/null; fi &&
    printf '%s\\n' "$path" && exit
done
printf '%s\\n' "no new name could be made in $dir" >&2
exit 1`

/** A new file or folder under a name that nobody else has. */
export default defineModule({
  name: 'tempfile',
  summary: 'Make a temporary file or folder.',
  args: {
    state: arg.or(arg.choice('What to make.', 'file', 'directory'), 'file'),
    path: arg.path('The folder it is made in; $TMPDIR or /tmp when absent.'),
    prefix: arg.or(arg.text('What its name begins with.'), 'ansible.'),
    suffix: arg.or(arg.text('What its name ends with.'), ''),
  },
  returns: { path: 'Its path.' },
  predicts: 'partial',
  needs: 'mktemp.',
  reads: () => ({}),
  plan: ({ state, path, prefix, suffix }, _state, facts) => {
    for (const [name, text] of Object.entries({ prefix, suffix }))
      if (text.includes('/'))
        throw new Refusal(name, 'must be a part of a name, without slashes: path is the folder')
    const folder = path === undefined ? '' : absolute(path, facts)
    const around = folder === '' ? '/tmp' : folder
    return [
      deed(
        `make a temporary ${state}`,
        [{ op: 'run', ...script('tempfile', MAKE, [state, folder, prefix, suffix]) }],
        { touches: ['glob *', `tree ${around}`, `find ${around} *`, `fragments ${around}`] },
      ),
    ]
  },
  explain: ({ err }) => err.trim() || undefined,
  result: ({ outputs }) => ({ path: outputs[0]?.out.replace(/\n$/, '') }),
})
