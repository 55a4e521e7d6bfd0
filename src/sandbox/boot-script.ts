// The script that becomes the first process of a host. It runs in stages, each in the namespaces that the one
// before it made; the order is what makes a host safe, so it stands here in one piece.
//
// Mounts are made in an outer mount namespace (the machine's root, or a user's own user namespace) and copied into
// the host's, whose user namespace is a child of it: the kernel then locks them, so that root in the host can mount
// what it likes but never remount /proc/sys writable or look under a mount. The process namespace, too, belongs to
// the outer side: that rules out a second, unlocked /proc. No cgroup and no further user namespace can be made.

/**
 * Capabilities that no process of a host may have, whatever it starts. Without sys_ptrace nobody can look at who is
 * entering: `nsenter` is the machine's own file, and /proc/PID/exe would be a way to it.
 */
const DROPPED = [
  'sys_module',
  'sys_boot',
  'sys_time',
  'sys_rawio',
  'sys_ptrace',
  'mknod',
  'syslog',
  'mac_admin',
  'mac_override',
  'audit_control',
  'sys_pacct',
  'wake_alarm',
  'block_suspend',
] as const

/** Command that runs another one without these capabilities. */
export const WITHOUT_CAPABILITIES = [
  'setpriv',
  '--bounding-set',
  DROPPED.map(name => `-${name}`).join(','),
] as const

/**
 * `eval "$boot"` as `boot disk`, as process 1 of new mount, process and network namespaces. Environment: `boot` this
 * text, `home` the host's folder, `name`, `ranges` its id map, line by line,, `options` of overlay mounts, `layers`
 * lines of "NAME LOWER TARGET" (LOWER is - for none), `hidden` lines of "UPPER PATH", `links` of "PATH TARGET", `users` of "name:uid", `state`
 * the sandbox's folder. Says what it did on 3.
 */
export const BOOT_SCRIPT = `
set -eu
umask 022

# To the machine's own file: a bind that is read-only cannot be chmod'ed or chown'ed either.
show() { mount -o bind,ro,nosuid,noexec "$1" "$2"; }

case $1 in
mapped) # a user namespace of our own comes first: somebody outside fills in its map
  echo map >&3
  read -r _
  exec sh -c 'eval "$boot"' boot disk ;;

disk)
  read -r line </proc/self/stat # still the machine's /proc, so it is our number out there
  cd "$home" # relative from here on: overlay's options cannot hold every path
  echo "$line" >init
  store=.
  if ! [ -e made ]; then
    mkdir -p try/upper try/work
    try="$options""lowerdir=files,upperdir=try/upper,workdir=try/work"
    if { mknod try/whiteout c 0 0 && mount -t overlay -o "$try" mokplay root; } 2>try.log; then
      umount root
    else # overlays do not stack, for one: keep what the host writes in memory
      store=memory
      mkdir -p memory
      mount -t tmpfs -o mode=755 mokplay memory
    fi
    rm -rf try
  fi
  each() { # LINES COMMAND: the words of each line are its arguments
    echo "$1" | while read -r one two three; do
      if [ -n "$one" ]; then "$2" "$one" "$two" "$three"; fi
    done
  }
  uncover() { mkdir "root/$2"; } # UPPER PATH
  link() { ln -s "$2" "root/$1"; } # PATH TARGET
  hide() { # UPPER PATH
    mkdir -p "$store/\${1%/*}"
    mknod "$store/$1" c 0 0 # a whiteout; a folder made over it is opaque
  }
  if ! [ -e made ]; then each "$hidden" hide; fi
  overlay() { # NAME LOWER TARGET
    mkdir -p "$store/disk/$1" "$store/work/$1" "root$3"
    if [ "$2" = - ]; then mount --bind "$store/disk/$1" "root$3"
    else mount -t overlay -o "nodev,$options""lowerdir=$2,upperdir=$store/disk/$1,workdir=$store/work/$1" mokplay "root$3"
    fi
  }
  each "$layers" overlay
  if ! [ -e made ]; then
    each "$hidden" uncover
    for folder in root home proc sys dev run tmp mnt media; do mkdir -p "root/$folder"; done
    chmod 700 root/root
    each "$links" link
    cp -af files/. root/
    if [ -d /etc/skel ]; then cp -R /etc/skel/. root/root/; fi
    for user in $users; do
      mkdir -p "root/home/\${user%:*}"
      if [ -d /etc/skel ]; then cp -R /etc/skel/. "root/home/\${user%:*}/"; fi
      chown -R "\${user#*:}:\${user#*:}" "root/home/\${user%:*}"
    done
    if [ $store = . ]; then : >made; fi # what memory keeps is made anew each time
  fi

  mount -t proc -o nosuid,nodev,noexec proc root/proc
  mount -t sysfs -o ro,nosuid,nodev,noexec sysfs root/sys
  mount -t tmpfs -o mode=755,nosuid,size=1m dev root/dev
  mkdir root/dev/pts root/dev/shm
  mount -t devpts -o "newinstance,ptmxmode=0666,mode=620,gid=$tty" devpts root/dev/pts
  mount -t tmpfs -o mode=1777,nosuid,nodev shm root/dev/shm
  for node in null zero full random urandom tty; do
    : >"root/dev/$node"
    show "/dev/$node" "root/dev/$node"
  done
  ln -s pts/ptmx root/dev/ptmx
  ln -s /proc/self/fd root/dev/fd
  ln -s fd/0 root/dev/stdin
  ln -s fd/1 root/dev/stdout
  ln -s fd/2 root/dev/stderr
  mount -t tmpfs -o mode=755,nosuid,nodev run root/run
  mount -t tmpfs -o mode=1777,nosuid,nodev tmp root/tmp
  mkdir -p -m 755 root/run/sshd root/run/lock
  if [ -d "root$state" ]; then mount -t tmpfs -o ro,mode=000,size=4k hidden "root$state"; fi

  # Of /proc, only the processes and this network namespace's own settings stay writable.
  cd root/proc
  find . -mindepth 1 -maxdepth 1 ! -type l ! -name '[0-9]*' ! -name sys '(' -type d -o -perm /222 ')' |
    while read -r entry; do show "$entry" "$entry"; done
  mount --bind sys sys
  mount --bind sys/net sys/net

  cd ..
  pivot_root . .
  umount -l .
  cd /
  mkfifo /run/.ask /run/.answer
  { # stays on the outer side, which alone may do this
    trap 'echo failed >/run/.answer' EXIT
    read -r _ </run/.ask
    printf '%s\\n' "$ranges" >/proc/1/uid_map
    printf '%s\\n' "$ranges" >/proc/1/gid_map
    echo ok >/run/.answer
    read -r _ </run/.ask
    mount -o remount,bind,ro /proc/sys
    trap - EXIT
    echo ok >/run/.answer
  } &
  exec unshare --user sh -c 'eval "$boot"' boot user ;;

user)
  echo >/run/.ask
  read -r answer </run/.answer
  [ "$answer" = ok ]
  # A program started before there was a map has no capabilities: start anew.
  exec unshare --uts --ipc --net sh -c 'eval "$boot"' boot limits ;;

limits)
  echo 0 >/proc/sys/user/max_user_namespaces
  echo 0 >/proc/sys/user/max_cgroup_namespaces
  hostname "$name" 2>/dev/null || echo "$name" >/proc/sys/kernel/hostname
  ip link set lo up 2>/dev/null || ifconfig lo 127.0.0.1 up 2>/dev/null || true
  echo >/run/.ask
  read -r answer </run/.answer
  [ "$answer" = ok ]
  rm /run/.ask /run/.answer
  exec unshare --mount sh -c 'eval "$boot"' boot ready ;;

ready)
  echo ready >&3
  # A shell that waits for a child reaps every other process left to it as well.
  exec env -i PATH="$PATH" ${WITHOUT_CAPABILITIES.join(' ')} \\
    sh -c 'while :; do sleep 1000000; done' </dev/null >/dev/null 2>&1 3>&- ;;
esac
`
