// The controls: tasks that act on the run, not on a host. Their arguments and docs; the engine does what they say.
import { arg } from '../kit/arg.ts'
import { defineModule } from '../kit/define.ts'
import type { AnyModule, ArgRules, ArgsSpec } from '../model/module.ts'

type About<S> = {
  freeForm?: keyof S & string
  rules?: ArgRules
  openArgs?: boolean
  returns?: Readonly<Record<string, string>>
}

const control = <const S extends ArgsSpec>(
  name: string,
  summary: string,
  args: S,
  about: About<S> = {},
): AnyModule =>
  defineModule({
    name,
    summary,
    args,
    predicts: 'full',
    reads: () => ({}),
    plan: () => [],
    ...about,
  })

const roleArgs = {
  name: arg.must(arg.alias(arg.text('The role.'), 'role')),
  tasks_from: arg.or(arg.text('The file under tasks/ to begin with.'), 'main'),
  vars_from: arg.or(arg.text('The file under vars/ to load.'), 'main'),
  defaults_from: arg.or(arg.text('The file under defaults/ to load.'), 'main'),
  handlers_from: arg.or(arg.text('The file under handlers/ to load.'), 'main'),
  allow_duplicates: arg.or(arg.bool('Run the role again if it ran already.'), true),
  apply: arg.dict('Keywords for every task of the role.'),
  public: arg.or(arg.bool('Let later tasks see the defaults and vars of the role.'), false),
  rolespec_validate: arg.or(
    arg.bool('Hold the arguments to meta/argument_specs.yml of the role.'),
    true,
  ),
}

export const CONTROL_MODULES: readonly AnyModule[] = [
  control(
    'debug',
    'Print a message or a variable.',
    {
      msg: arg.any('The message; "Hello world!" unless said.'),
      var: arg.any('An expression whose value is shown.'),
      verbosity: arg.or(arg.int('Shown from this many -v on.'), 0),
    },
    { rules: { exclusive: [['msg', 'var']] } },
  ),
  control('assert', 'Fail unless conditions hold.', {
    that: arg.must(arg.any('Conditions, one or a list.')),
    fail_msg: arg.alias(arg.any('What to say when one does not hold.'), 'msg'),
    success_msg: arg.any('What to say when all hold.'),
    quiet: arg.or(arg.bool('Say less.'), false),
  }),
  control('fail', 'Fail with a message.', {
    msg: arg.or(arg.text('The message.'), 'Failed as requested from task'),
  }),
  control(
    'validate_argument_spec',
    'Hold variables to a specification of arguments.',
    {
      argument_spec: arg.must(arg.dict('Names of variables, and what each must be.')),
      provided_arguments: arg.dict('Values that win over the variables.'),
      validate_args_context: arg.dict('What is said beside the result.'),
    },
    {
      returns: {
        argument_errors: 'What is wrong, where it failed.',
        argument_spec_data: 'The specification, where it failed.',
        validate_args_context: 'As it was given.',
      },
    },
  ),
  control(
    'set_fact',
    'Set variables of the host.',
    {
      cacheable: arg.or(arg.bool('Keep them as facts, too.'), false),
    },
    { openArgs: true, returns: { ansible_facts: 'The variables that were set.' } },
  ),
  control(
    'meta',
    'Steer the run itself.',
    {
      free_form: arg.must(
        arg.choice(
          'What to do.',
          'flush_handlers',
          'refresh_inventory',
          'noop',
          'clear_facts',
          'clear_host_errors',
          'end_play',
          'end_host',
          'end_batch',
          'end_role',
          'reset_connection',
        ),
      ),
    },
    { freeForm: 'free_form' },
  ),
  control(
    'pause',
    'Wait for a time, or for a person.',
    {
      seconds: arg.number('How long.'),
      minutes: arg.number('How long.'),
      prompt: arg.text('What to ask; waits for the return key.'),
      echo: arg.or(arg.bool('Show what is typed.'), true),
    },
    {
      rules: { exclusive: [['seconds', 'minutes']] },
      returns: { user_input: 'What was typed.', delta: 'Seconds waited.' },
    },
  ),
  control(
    'add_host',
    'Add a host to the inventory of this run.',
    {
      name: arg.must(arg.alias(arg.text('The host.'), 'hostname', 'host')),
      groups: arg.alias(arg.list('Groups to put it into.'), 'group', 'groupname'),
    },
    { openArgs: true, returns: { add_host: 'The host, its groups and variables.' } },
  ),
  control(
    'group_by',
    'Put hosts into groups by what is known of them.',
    {
      key: arg.must(arg.text('The name of the group.')),
      parents: arg.or(arg.list('Groups that shall hold it.'), ['all']),
    },
    { returns: { add_group: 'The group.', parent_groups: 'Its parents.' } },
  ),
  control(
    'include_vars',
    'Load variables from files.',
    {
      file: arg.path('The file.'),
      dir: arg.path('A folder, read in alphabetical order.'),
      name: arg.text('The variable that gets them all, as a mapping.'),
      depth: arg.or(arg.int('How deep to go into the folder; 0 for all.'), 0),
      files_matching: arg.text('Only files whose name matches this regular expression.'),
      ignore_files: arg.list('Names of files to leave out.'),
      extensions: arg.or(arg.list('Endings of files to read.'), ['json', 'yaml', 'yml']),
      ignore_unknown_extensions: arg.or(
        arg.bool('Leave files with other endings out silently.'),
        false,
      ),
      hash_behaviour: arg.choice('Replace mappings, or merge them.', 'replace', 'merge'),
    },
    {
      freeForm: 'file',
      returns: { ansible_facts: 'The variables.', ansible_included_var_files: 'The files read.' },
    },
  ),
  control(
    'set_stats',
    'Set figures of the run, shown at its end.',
    {
      data: arg.must(arg.dict('Names and values.')),
      per_host: arg.or(arg.bool('Keep them apart for each host.'), false),
      aggregate: arg.or(
        arg.bool('Add to what is there: numbers, lists and texts grow, mappings are merged.'),
        true,
      ),
    },
    { returns: { ansible_stats: 'The figures.' } },
  ),
  control(
    'wait_for_connection',
    'Wait until the host can be reached and answers.',
    {
      connect_timeout: arg.or(arg.int('Seconds that one try may take.'), 5),
      delay: arg.or(arg.int('Seconds before the first try.'), 0),
      sleep: arg.or(arg.int('Seconds between tries.'), 1),
      timeout: arg.or(arg.int('Seconds after which it fails.'), 600),
    },
    { returns: { elapsed: 'Seconds it took.' } },
  ),
  control(
    'async_status',
    'Look how a task is that runs in the background.',
    {
      jid: arg.must(arg.text('The job, as `ansible_job_id` of its task says.')),
      mode: arg.or(
        arg.choice('Look at it, or take away what it left.', 'status', 'cleanup'),
        'status',
      ),
    },
    {
      returns: {
        ansible_job_id: 'The job.',
        started: '1 where it was started.',
        finished: '1 where it is over; its own result then stands beside.',
        results_file: 'Where it lies on the host.',
        erased: 'What was taken away.',
      },
    },
  ),
  control(
    'include_tasks',
    'Run the tasks of a file, chosen when it is reached.',
    {
      file: arg.path('The file.'),
      apply: arg.dict('Keywords for every task in it.'),
    },
    { freeForm: 'file' },
  ),
  control('include_role', 'Run a role, chosen when it is reached.', roleArgs),
  control(
    'import_tasks',
    'Run the tasks of a file, read before the run.',
    { file: arg.path('The file.') },
    { freeForm: 'file' },
  ),
  control('import_role', 'Run a role, read before the run.', roleArgs),
  control(
    'import_playbook',
    'Run the plays of another playbook.',
    { file: arg.path('The playbook.') },
    { freeForm: 'file' },
  ),
]
