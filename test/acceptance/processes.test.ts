// A host starts no process for a task, but one for each kind of question: counted by the numbers that its own
// kernel namespace gives to new processes.
import { join } from 'node:path'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import t from 'tap'
import { check, down, exec, up } from '../../src/sandbox/sandbox.ts'
import { folder, runFolder } from '../support/project.ts'

const skip = process.env['CI'] ? false : (check() ?? false)

t.test('the host starts as many processes for 300 tasks as for 30', { skip }, async t => {
  const dir = mkdtempSync(join(tmpdir(), 'mokplay-sandbox-'))
  t.teardown(async () => {
    await down(dir)
    rmSync(dir, { recursive: true, force: true })
  })
  const { inventory } = await up({ count: 1, dir })
  const newest = async (): Promise<number> =>
    Number((await exec(dir, 'host1', ['sh', '-c', 'echo $$'])).stdout)

  const started = async (count: number): Promise<number> => {
    const root = `/srv/${count}`
    const make = [`mkdir -p ${root}`, `cd ${root}`]
    const tasks: string[] = []
    for (let index = 0; index < count; index++) {
      const path = `${root}/${index}`
      if (index % 3 === 0) {
        make.push(`printf '%s\\n' ${index} >${index}`)
        tasks.push(`    - copy: {content: "${index}\\n", dest: ${path}}`)
      } else if (index % 3 === 1) {
        make.push(`mkdir ${index}`)
        tasks.push(`    - file: {path: ${path}, state: directory}`)
      } else {
        make.push(`printf 'mode = %s\\n' ${index} >${index}`)
        tasks.push(`    - lineinfile: {path: ${path}, regexp: "^mode", line: "mode = ${index}"}`)
      }
    }
    t.equal((await exec(dir, 'host1', ['sh', '-s'], make.join('\n'))).code, 0)
    const project = folder({
      'site.yml': `- hosts: all\n  gather_facts: false\n  tasks:\n${tasks.join('\n')}\n`,
    })
    t.teardown(() => rmSync(project, { recursive: true }))
    const before = await newest()
    const { recap } = await runFolder(project, { inventory })
    t.match(recap['host1'], { ok: count, changed: 0, failed: 0 })
    return (await newest()) - before
  }

  const few = await started(30)
  const many = await started(300)
  t.ok(few > 0 && few < 60, `${few} processes, connection and shell included`)
  t.ok(many <= few + 3, `${many} processes for 300 tasks, ${few} for 30`)
})
