// What keeps a host powered: process 1 of process, mount and network namespaces of its own. Its end is the end of all that
// the host runs, of its mounts and its cables.

/** `sh -c` this: enters the host's control groups, then becomes what the words say. Environment: `home`. */
export const JOIN_SCRIPT = `
set -e
while read -r group; do echo $$ >"$group/cgroup.procs"; done <"$home/cgroups"
exec "$@"
`

/**
 * `sh -c` this with the words for nspawn. Environment: `home` the host's folder, `disk` the folder of its disk, `lower` the
 * image's folders seen from there, with colons. On 3 it says that it waits for cables, and goes on at the word `go`; it ends
 * with who started it unless the word `stay` follows.
 */
export const POWER_SCRIPT = `
set -eu
read -r line </proc/self/stat # still the machine's /proc, so it is our number out there
echo "$line" >"$home/power.new"
mv "$home/power.new" "$home/power"
echo cables >&3
read -r word <&3 && [ "$word" = go ] || exit 1
mount -t proc proc /proc
mkdir -p /run/systemd
mount -t tmpfs tmpfs /run/systemd # nspawn keeps here what must not be on a disk
cd "$disk"
mkdir -p upper work root
mount -t overlay -o "lowerdir=$lower,upperdir=upper,workdir=work" overlay root
trap exit TERM
(
  trap - TERM
  exec 3>&-
  status=133 # as nspawn ends when the host restarts
  while [ $status = 133 ]; do
    status=0
    SYSTEMD_NSPAWN_API_VFS_WRITABLE=network SYSTEMD_SECCOMP=0 systemd-nspawn "$@" || status=$?
  done
  echo $status >"$home/ended"
  kill -s TERM 1 # which may still listen to who started it
) </dev/null &
read -r word <&3 && [ "$word" = stay ] || exit 1
exec 3>&-
wait
`
