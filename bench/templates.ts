// Evaluates templates again and again, and the same texts by nunjucks' own compiled templates. Prints CPU of both.
import nunjucks from 'nunjucks'
import { clock, env, exec, files, random } from '../src/cli/edges/node.ts'
import { createTemplates } from '../src/template/templates.ts'
import { layer, scopeOver } from '../src/work/vars.ts'

const TIMES = 20_000
const vars = {
  zone: 'north',
  site: 'lyon',
  ports: [80, 443, 8001],
  user: { name: 'deploy', groups: ['web', 'ops'] },
}
const LINES = [
  '{{ site }}.{{ zone | upper }}:{{ ports[1] }}',
  '{{ user.groups | join(",") }} of {{ user.name }}',
  '{% for port in ports %}listen {{ port }}\n{% endfor %}',
  '{{ "cold" if zone == "north" else "warm" }}',
]

const cpuOf = (act: () => void): number => {
  act()
  const { user, system } = process.cpuUsage()
  for (let turn = 0; turn < TIMES; turn++) act()
  const after = process.cpuUsage()
  return (after.user + after.system - user - system) / 1000
}

const templates = createTemplates({ files, exec, clock, random, env })
const layers = [layer('vars', vars, true)]
const ours = cpuOf(() => {
  for (const line of LINES) templates.render(line, scopeOver(layers, templates))
})
const environment = new nunjucks.Environment(null, { autoescape: false })
const compiled = LINES.map(line => new nunjucks.Template(line, environment, undefined, true))
const theirs = cpuOf(() => {
  for (const template of compiled) template.render(vars)
})
process.stdout.write(JSON.stringify({ ours, theirs, renders: TIMES * LINES.length }))
