// Whatever a host prints, calls its files or answers: nothing of it is obeyed by the terminal of whoever watches.
import t from 'tap'
import { inFolder, runMokplay } from '../support/run-mokplay.ts'

t.setTimeout(120_000)

/** Control bytes but tab and newline, C1, bidi controls, lone surrogates. */
const OBEYED =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/u

const EVIL = [
  '\u001b]0;title\u0007',
  '\u001b]52;c;ZXZpbA==\u0007',
  '\u001b[2J\u001b[1;1H',
  '\u001b[31mred',
  '\u009b2J',
  '\u001bP+q544e\u001b\\',
  '\u001b]8;;http://evil\u001b\\here',
  'over\rwritten',
  '\b\b\b',
  '\u202egnp.exe',
  '\u2066x',
  '\u007f',
  '\u0085',
  '\u2028',
  '\u001b',
  '\u001b[',
  '::set-output name=x::y',
  '##[error]x',
  '\u001b[1A\u001b[2K',
].join(' ')

const octal = [...Buffer.from(EVIL)].map(byte => `\\${byte.toString(8).padStart(3, '0')}`).join('')
// Bytes that are no text, and a megabyte on one line as well.
const LOUD = `printf '${octal}\\n\\377\\376\\300\\n'; printf '${octal}\\n' >&2; head -c 1000000 /dev/zero | tr '\\000' x; sleep 0.3; exit 3`
const site = `- hosts: localhost
  gather_facts: false
  ignore_errors: true
  vars: {evil: ${JSON.stringify(EVIL)}}
  tasks:
  - {shell: ${JSON.stringify(LOUD)}, register: said}
  - {shell: ${JSON.stringify(`printf '${octal}'`)}, register: quiet, changed_when: false}
  - {debug: {var: "said.stdout_lines[0]"}}
  - {debug: {msg: "{{ quiet.stdout }}"}}
  - {name: "name {{ quiet.stdout }}", debug: {msg: x}}
  - {debug: {msg: "{{ item }}"}, loop: ["{{ quiet.stdout }}", "{{ evil }}"]}
  - {copy: {content: "{{ quiet.stdout }}\\nmore\\n", dest: "{{ playbook_dir }}/{{ quiet.stdout | replace('/', '_') }}"}}
  - {lineinfile: {path: "{{ playbook_dir }}/{{ quiet.stdout | replace('/', '_') }}", line: "{{ quiet.stdout }} again"}}
  - {fail: {msg: "{{ quiet.stdout }}"}}
  - {assert: {that: quiet.stdout == 'x', fail_msg: "{{ quiet.stdout }}"}}
  - {file: {path: "/nonexistent/{{ quiet.stdout }}", state: touch}}
  - {command: {argv: ["{{ quiet.stdout }}"]}}
  - {debug: {msg: "{{ quiet.stdout.nothing }}"}}
  - {include_tasks: "{{ quiet.stdout }}"}
  - {add_host: {name: "{{ quiet.stdout }}", groups: ["{{ quiet.stdout }}"]}}
  - {command: "true", delegate_to: "{{ quiet.stdout }}"}
  - {command: "true", notify: "{{ quiet.stdout }}"}
`

const COLOURS = /\u001b\[[0-9;]*m/g
/** What the live region needs: up a line, wipe it, to its begin; hide and show the cursor. */
const OWN = /\u001b\[(?:1A|2K|\?25[lh])|\r/g

type Way = { readonly words: readonly string[]; readonly tty?: boolean }
const WAYS: Readonly<Record<string, Way>> = {
  lines: { words: ['run', '--output', 'lines'] },
  classic: { words: ['run', '--output', 'classic'] },
  json: { words: ['run', '--output', 'json'] },
  jsonl: { words: ['run', '--output', 'jsonl'] },
  progress: { words: ['run'], tty: true },
  plan: { words: ['plan'] },
  'a dry run': { words: ['run', '--check', '--output', 'lines'] },
}

for (const [name, { words, tty = false }] of Object.entries(WAYS))
  for (const verbosity of [[], ['-vvv']])
    t.test(`a terminal obeys nobody: ${name} ${verbosity.join('')}`, t =>
      inFolder({ 'site.yml': site }, async folder => {
        const [command = '', ...rest] = words
        const ran = await runMokplay(
          folder,
          [command, `${folder}/site.yml`, '--diff', ...rest, ...verbosity],
          { tty },
        )
        const plain = (ran.out + ran.err).replace(COLOURS, '').replace(tty ? OWN : /(?!)/g, '')
        const at = plain.search(OBEYED)
        t.equal(at, -1, `obeyed: ${JSON.stringify(plain.slice(Math.max(0, at - 200), at + 50))}`)
        t.not(ran.code, 70, ran.err)
        t.not(ran.code, 1, ran.err)
        t.match(plain, name === 'plan' ? 'localhost' : 'title', 'what was said is there, as text')
        // Ansible's own output is whole, and so is what -vvv asks for.
        if (!/json|classic/.test(name) && verbosity.length === 0)
          t.ok(
            plain.split('\n').every(line => line.length < 10_000),
            'no line is endless',
          )
      }),
    )
