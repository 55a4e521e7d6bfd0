// What a hostile host says, wherever it is asked; and the search for what it must not have brought about.
import { readdirSync } from 'node:fs'
import { exec } from '../../src/sandbox/sandbox.ts'

/** The value of the variable `secret` of the playbooks: shown nowhere, since no playbook prints it. */
export const SECRET = 'leaked-by-template'

/** What `{{ 7919 * 1234577 }}` would become: no counter or clock says it by chance. */
const PRODUCT = '9776615263'

/** The file that any evaluation would leave in the folder where it happened. */
export const CANARY = 'mok-canary'

/** No slash and no newline, so that it can be a file's name; short enough for one. */
export const PAYLOAD =
  `{{ 7919*1234577 }}{{secret}}{% include 's' %}{{range.constructor("return process")().mainModule.require('fs').writeFileSync('${CANARY}','')}}` +
  `{{lookup('pipe','>${CANARY}')}}\`>${CANARY}\`$(>${CANARY})'; >${CANARY} ; '"; >${CANARY} ; "`

/** For a hostname, which has 64 bytes at most. */
export const SHORT = `{{ secret }}\`>${CANARY}\`$(>${CANARY})`

/** Signs of an evaluation in a text; empty when there are none. */
export const evaluated = (text: string): string[] =>
  [SECRET, PRODUCT].filter(sign => text.includes(sign))

/** Canary files in folders of the controller. */
export const canariesHere = (folders: readonly string[]): string[] =>
  folders.flatMap(folder =>
    readdirSync(folder)
      .filter(name => name === CANARY)
      .map(name => `${folder}/${name}`),
  )

/** Canary files anywhere on a host. */
export const canariesOn = async (dir: string, host: string): Promise<string> =>
  (
    await exec(dir, host, [
      'find',
      '/',
      '-xdev',
      '(',
      '-path',
      '/proc',
      '-o',
      '-path',
      '/sys',
      '-o',
      '-path',
      '/usr/lib',
      ')',
      '-prune',
      '-o',
      '-name',
      CANARY,
      '-print',
    ])
  ).stdout
