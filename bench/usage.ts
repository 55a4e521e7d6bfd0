// Loaded before a program that is measured: writes down what its process used when it ends.
import { writeFileSync } from 'node:fs'

process.once('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  writeFileSync(
    process.env['MOKPLAY_USAGE'] ?? '/dev/null',
    JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1000, rss: maxRSS }),
  )
})
