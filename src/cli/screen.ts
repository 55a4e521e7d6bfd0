// How Ansible's default callback is set up, out of the settings; the one who says `--output classic` wants it so.
import type { Screen } from '../report/out.ts'
import type { Settings } from './settings/load.ts'

/** What the classic screen is told of the settings. `folder`: where relative paths start. */
export const screenOf = ({ get }: Settings, folder: string): Screen => ({
  folder,
  showsCustomStats: get('SHOW_CUSTOM_STATS') === true,
  showsPathOnFailure: get('SHOW_TASK_PATH_ON_FAILURE') === true,
  marksCheckMode: get('CHECK_MODE_MARKERS') === true,
  failsToStderr: get('DISPLAY_FAILED_STDERR') === true,
  showsHostStart: get('SHOW_PER_HOST_START') === true,
  results: resultsOf(get),
})

const resultsOf = (get: Settings['get']): 'json' | 'yaml' | 'yaml callback' => {
  if (/(^|\.)yaml$/.test(get('DEFAULT_STDOUT_CALLBACK') ?? '')) return 'yaml callback'
  return get('CALLBACK_RESULT_FORMAT') === 'yaml' ? 'yaml' : 'json'
}
