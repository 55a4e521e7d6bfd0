// Parses the YAML files of some folders, and nothing else: what reading them costs at least.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseDocument } from 'yaml'

for (const folder of process.argv.slice(2))
  for (const name of readdirSync(folder))
    if (name.endsWith('.yml')) parseDocument(readFileSync(join(folder, name), 'utf8')).toJS()
