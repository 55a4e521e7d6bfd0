# Ansible's programs, many times, with one start of Python: jobs are lines of JSON on stdin, answers the same on stdout.
#   {"id": 1, "folder": "/tmp/x", "words": ["ansible-inventory", "--list"], "env": {}}  →  {"id": 1, "code": 0, "out": "…"}
import importlib
import json
import os
import sys
import tempfile

import ansible.cli.adhoc
import ansible.cli.doc
import ansible.cli.inventory

CLIS = {
    'ansible': ('ansible.cli.adhoc', 'AdHocCLI'),
    'ansible-doc': ('ansible.cli.doc', 'DocCLI'),
    'ansible-inventory': ('ansible.cli.inventory', 'InventoryCLI'),
}


def run(job):
    """In the fork: becomes the program."""
    os.chdir(job['folder'])
    os.environ.update(job['env'], HOME=job['folder'], PWD=job['folder'])
    sys.argv = list(job['words'])
    # Settings are read when Ansible is loaded.
    for name in [name for name in sys.modules if name.split('.')[0] == 'ansible']:
        del sys.modules[name]
    module, name = CLIS[job['words'][0]]
    getattr(importlib.import_module(module), name).cli_executor(job['words'])


for line in sys.stdin:
    job = json.loads(line)
    out = tempfile.TemporaryFile()
    child = os.fork()
    if child == 0:
        code = 70
        try:
            os.dup2(out.fileno(), 1)
            os.dup2(os.open(os.devnull, os.O_RDWR), 0)
            os.dup2(os.open(os.devnull, os.O_RDWR), 2)
            run(job)
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        except BaseException:
            pass
        finally:
            sys.stdout.flush()
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    out.seek(0)
    text = out.read().decode()
    print(json.dumps({'id': job['id'], 'code': code, 'out': text}), flush=True)
