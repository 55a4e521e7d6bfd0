#!/usr/bin/env node
// The program's door: argv in, exit code out.
import './cli/tuning.ts'
import { main } from './cli/program.ts'
import { thisShell } from './cli/shell.ts'

await main(process.argv.slice(2), thisShell())
