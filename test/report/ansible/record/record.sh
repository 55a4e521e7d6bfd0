#!/bin/sh
# Runs every playbook beside this folder with the real ansible-playbook, and keeps what it prints (expected.classic.txt)
# and the same run as mokplay's events (events.jsonl). The tests read both and need no Ansible.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Times, temporary files and the machine's paths are kept out.
neutral() {
  sed -E -i \
    -e "s#$work#/site#g" \
    -e 's/"delta": "[0-9:.]+"/"delta": "0:00:00.001000"/g' \
    -e 's/"(start|end)": "[0-9]{4}-[^"]*"/"\1": "2026-01-01 00:00:00.000000"/g' \
    "$@"
}

for case in "$here"/../*/site.yml; do
  folder=$(dirname "$case")
  rm -rf "$work"/* && cp -r "$folder"/* "$here/hosts.ini" "$work"
  flags=$(sed -n 's/^# flags: //p' "$case")
  (
    cd "$work"
    export ANSIBLE_CALLBACK_PLUGINS="$here" MOKPLAY_EVENTS="$folder/events.jsonl" ANSIBLE_FORKS=1 ANSIBLE_NOCOLOR=1
    case $flags in *--colour*) flags=${flags%--colour*}; unset ANSIBLE_NOCOLOR; export ANSIBLE_FORCE_COLOR=1 ;; esac
    # shellcheck disable=SC2086
    ansible-playbook -i hosts.ini $flags site.yml </dev/null 2>"$folder/expected.warnings.txt" >"$folder/expected.classic.txt" || true
  )
  # What only Ansible tells of itself, before the first banner and below the playbook's.
  sed -i -E -e '/^(No config file found|Skipping callback|[0-9]+ plays in |ansible-playbook \[core|  (config file|configured|ansible|executable|python|jinja|libyaml))/d' "$folder/expected.classic.txt"
  sed -i '/./,$!d' "$folder/expected.classic.txt"
  neutral "$folder/expected.classic.txt" "$folder/events.jsonl" "$folder/expected.warnings.txt"
  [ -s "$folder/expected.warnings.txt" ] || rm -f "$folder/expected.warnings.txt"
done
