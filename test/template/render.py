# Renders the templates of a table with the real Jinja2, as Ansible sets it up: JSON in, JSON out.
import json
import sys

import jinja2

out = []
for case in json.load(sys.stdin):
    options = case.get('options', {})
    env = jinja2.Environment(
        loader=jinja2.DictLoader(case['files']),
        trim_blocks=options.get('trim_blocks', True),
        lstrip_blocks=options.get('lstrip_blocks', False),
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
        extensions=['jinja2.ext.do', 'jinja2.ext.loopcontrols'],
    )
    try:
        out.append({'is': env.from_string(case['t']).render(**case['vars'])})
    except Exception as problem:
        out.append({'error': str(problem)})
json.dump(out, sys.stdout)
