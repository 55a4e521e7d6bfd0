# What a run of the real one comes to, as JSON lines for test/differential/real-lines.ts. It prints nothing: the screen
# stays the default callback's. The driver tells where the lines go by MOKPLAY_EVENTS.
import json
import os

from ansible.parsing.ajson import AnsibleJSONEncoder
from ansible.playbook.handler import Handler
from ansible.playbook.task_include import TaskInclude
from ansible.plugins.callback import CallbackBase

COUNTS = ('ok', 'changed', 'unreachable', 'failures', 'skipped', 'rescued', 'ignored')


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = 'aggregate'
    CALLBACK_NAME = 'record'
    CALLBACK_NEEDS_ENABLED = False

    def _write(self, **event):
        with open(os.environ['MOKPLAY_EVENTS'], 'a') as file:
            file.write(json.dumps(event, cls=AnsibleJSONEncoder, default=None) + '\n')

    def _result(self, kind, status, result, ignored=False):
        task, told = result._task, result._result
        # What was included is told when it is.
        if task.action == 'meta' or isinstance(task, TaskInclude) and status == 'ok':
            return
        if status == 'ok' and told.get('changed'):
            status = 'changed'
        self._write(
            type=kind,
            task=str(task._uuid),
            name=self._name(result),
            module=task.action,
            handler=isinstance(task, Handler),
            host=result._host.get_name(),
            status=status,
            ignored=bool(ignored),
            label=str(self._get_item_label(told)) if kind == 'item' else None,
            looped='results' in told,
            hidden='censored' in told,
            vars={name: value for name, value in told.items() if name != 'results'},
        )

    def _name(self, result):
        # The role is only told where a task has no name of its own.
        name, role = result.task_name, result._task._role
        prefix = f'{role.get_name()} : ' if role else ''
        return name if name.startswith(prefix) else prefix + name

    def v2_runner_on_ok(self, result):
        self._result('task', 'ok', result)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self._result('task', 'failed', result, ignore_errors)

    def v2_runner_on_skipped(self, result):
        self._result('task', 'skipped', result)

    def v2_runner_on_unreachable(self, result):
        self._result('task', 'unreachable', result, result._task.ignore_unreachable)

    def v2_runner_item_on_ok(self, result):
        self._result('item', 'ok', result)

    def v2_runner_item_on_failed(self, result):
        unreachable = result._result.get('unreachable')
        self._result('item', 'unreachable' if unreachable else 'failed', result)

    def v2_runner_item_on_skipped(self, result):
        self._result('item', 'skipped', result)

    def v2_playbook_on_include(self, included_file):
        for host in included_file._hosts:
            self._write(
                type='included',
                task=str(included_file._task._uuid),
                host=host.get_name(),
                file=str(included_file._filename),
            )

    def v2_playbook_on_stats(self, stats):
        for host in sorted(stats.processed):
            counts = stats.summarize(host)
            told = {name.replace('failures', 'failed'): counts[name] for name in COUNTS}
            self._write(type='recap', host=host, counts=told)
