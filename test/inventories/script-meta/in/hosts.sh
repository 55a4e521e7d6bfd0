#!/bin/sh
cat <<'JSON'
{
  "web": {"hosts": ["web1", "web2"], "vars": {"a": true, "tpl": "{{ not_a_template }}"}, "children": ["front"]},
  "front": ["edge1"],
  "solo": {"x": 1.0, "y": 12345678901},
  "empty": {},
  "_meta": {"hostvars": {"web1": {"ansible_host": "10.0.0.1", "list": [1, null]}, "unused": {"q": 1}}}
}
JSON
