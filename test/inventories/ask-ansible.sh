#!/bin/sh
# Asks the real ansible-inventory about every inventory here and keeps its answers in expected/, for
# test/cli/inventory.test.ts. Run it by hand, with ansible-core installed.
set -u
cd "$(dirname "$0")" || exit 1
export ANSIBLE_HOME=/nonexistent LC_ALL=C.UTF-8
for case in */; do
  case=${case%/}
  mkdir -p "$case/expected"
  sources=$(cat "$case/sources" 2>/dev/null || (cd "$case/in" && ls -d hosts*))
  (
    cd "$case/in" || exit 1
    set --
    for source in $sources; do set -- "$@" -i "$source"; done
    ask() { file=$1; shift; ansible-inventory "$@" >"../expected/$file" 2>/dev/null || rm -f "../expected/$file"; }
    ask list.json "$@" --list
    ask export.json "$@" --list --export
    ask list.yaml "$@" --list --yaml
    ask graph.txt "$@" --graph
    # Tuples are lists to us: the same in JSON and YAML, but not as Python prints them.
    [ "$case" = ini-tuples ] || ask graph-vars.txt "$@" --graph --vars
    [ -f ../host ] && ask host.json "$@" --host "$(cat ../host)"
    [ -f ../patterns ] && while read -r pattern; do
      printf '%s\t' "$pattern"
      ansible "$pattern" "$@" --list-hosts 2>/dev/null | sed 1d | tr -d ' ' | paste -sd, -
    done <../patterns >../expected/patterns.tsv
  )
done
