// The ways out of a template that test/template knows are closed wherever a playbook has templates.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { inFolder, runMokplay } from '../support/run-mokplay.ts'
import { CANARY } from './hostile.ts'

const WRITES = `mainModule.require('fs').writeFileSync('${CANARY}','')`
const ESCAPES = [
  `range.constructor('return process')().${WRITES}`,
  `''.constructor.constructor('return process')().${WRITES}`,
  `cycler.constructor('return process')().${WRITES}`,
  `lookup.constructor('return process')().${WRITES}`,
  `({}).__proto__.constructor.constructor('return process')().${WRITES}`,
  `[].map.call.constructor('return process')().${WRITES}`,
  `(lookup | attr('constructor'))('return process')().${WRITES}`,
  `range['con' ~ 'structor']('return process')().${WRITES}`,
  `(['constructor'] | map('extract', range) | first)('return process')().${WRITES}`,
  `([range] | map(attribute='constructor') | first)('return process')().${WRITES}`,
  `('{0.constructor}'.format(range))`,
  `process.${WRITES}`,
  `globalThis.process.${WRITES}`,
]

const quoted = (expression: string): string => JSON.stringify(expression)
const braced = (expression: string): string => JSON.stringify(`{{ ${expression} }}`)

/** Where a playbook has templates, as a task of each. */
const PLACES: Readonly<Record<string, (escape: string) => string>> = {
  when: escape => `{debug: {msg: reached}, when: ${quoted(escape)}}`,
  'failed_when and changed_when': escape =>
    `{command: "true", failed_when: ${quoted(escape)}, changed_when: ${quoted(escape)}}`,
  until: escape => `{command: "true", until: ${quoted(escape)}, retries: 1, delay: 0}`,
  'assert that': escape => `{assert: {that: ${quoted(escape)}}}`,
  'debug var': escape => `{debug: {var: ${quoted(escape)}}}`,
  loop: escape => `{debug: {msg: "{{ item }}"}, loop: ${braced(escape)}}`,
  with_items: escape => `{debug: {msg: "{{ item }}"}, with_items: [${braced(escape)}]}`,
  vars: escape => `{debug: {msg: "{{ x }}"}, vars: {x: ${braced(escape)}}}`,
  name: escape => `{name: ${braced(escape)}, debug: {msg: named}}`,
  arguments: escape => `{command: {argv: [echo, ${braced(escape)}]}}`,
  keywords: escape =>
    `{command: "true", become: ${braced(escape)}, delegate_to: ${braced(escape)}, environment: {A: ${braced(escape)}}}`,
  'loop_control.label': escape =>
    `{debug: {msg: x}, loop: [1], loop_control: {label: ${braced(escape)}}}`,
  notify: escape => `{command: "true", notify: ${braced(escape)}}`,
}

for (const [place, task] of Object.entries(PLACES))
  t.test(`no way out of ${place}`, async t => {
    for (const escape of ESCAPES) {
      const site = `- hosts: localhost\n  gather_facts: false\n  tasks:\n  - ${task(escape)}\n`
      await inFolder({ 'site.yml': site }, async folder => {
        const ran = await runMokplay(folder, ['run', join(folder, 'site.yml'), '--output', 'jsonl'])
        t.not(ran.code, 70, `${escape}: ${ran.err}`)
        t.notMatch(ran.out + ran.err, /\[native code\]|function |\[object|class /, escape)
        t.notOk(
          [folder, process.cwd()].some(at => existsSync(join(at, CANARY))),
          escape,
        )
      })
    }
  })

t.test('no way out of a template file', async t => {
  for (const escape of ESCAPES)
    for (const text of [
      `{{ ${escape} }}`,
      `{% if ${escape} %}x{% endif %}`,
      `{% for x in ${escape} %}{{ x }}{% endfor %}`,
      `{% set x = ${escape} %}{{ x }}`,
      `{% macro m(x=${escape}) %}{{ x }}{% endmacro %}{{ m() }}`,
    ])
      await inFolder(
        {
          'site.yml':
            '- hosts: localhost\n  gather_facts: false\n  tasks:\n  - template: {src: a.j2, dest: "{{ playbook_dir }}/out"}\n',
          'templates/a.j2': text,
        },
        async folder => {
          const ran = await runMokplay(folder, [
            'run',
            join(folder, 'site.yml'),
            '--output',
            'jsonl',
          ])
          t.not(ran.code, 70, `${text}: ${ran.err}`)
          t.notMatch(ran.out + ran.err, /\[native code\]|function |\[object/, text)
          t.notOk(
            [folder, process.cwd()].some(at => existsSync(join(at, CANARY))),
            text,
          )
        },
      )
})
