// Programs that are real, as RPM packages: what Debian has (the recipe's offers), under the names and in the places that
// Rocky Linux has for them. Part of the script that runs in the image el, after the small packages.

export const APPSTREAM_SCRIPT = `
export GNUPGHOME=/tmp/keys HOME=/tmp/home GPG_TTY=none
archive=/srv/debs/pool/archive
mkdir "$out/appstream"

# unpack DEB…: what these hold becomes files of the next package, but for what only Debian would look at
unpack() {
  for name; do dpkg-deb --extract "$archive/$name"_*.deb "$build/root"; done
  (
    cd "$build/root"
    if [ -d lib ]; then mkdir -p usr/lib && cp -a lib/. usr/lib && rm -r lib; fi
    rm -rf etc/{init.d,default,ufw} usr/share/{doc,man,lintian,locale,apport,bug,bash-completion,zsh,fish}
  )
}
version() { dpkg-deb --field "$archive/$1"_*.deb Version | sed 's/^.*://; s/[-+].*//'; }

unpack nginx nginx-common
rm -r "$build"/root/etc/nginx/{sites-*,modules-*,snippets}
add /etc/nginx/nginx.conf 644 <<'CONF'
user nginx;
worker_processes auto;
error_log /var/log/nginx/error.log;
pid /run/nginx.pid;

events {
    worker_connections 1024;
}

http {
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log /var/log/nginx/access.log;
    sendfile on;
    keepalive_timeout 65;
    include /etc/nginx/conf.d/*.conf;

    server {
        listen 80 default_server;
        root /usr/share/nginx/html;
    }
}
CONF
package appstream nginx "$(version nginx)" 1.el8 'Requires: /bin/sh' "%pre
getent passwd nginx >/dev/null || useradd --system --home-dir /var/lib/nginx --shell /sbin/nologin nginx
%post
mkdir -p /var/log/nginx /var/lib/nginx /etc/nginx/conf.d
systemctl daemon-reload >/dev/null 2>&1 || :
%preun
if [ \\$1 = 0 ]; then systemctl disable --now nginx >/dev/null 2>&1 || :; fi"

unpack postgresql-client-15 libpq5
mkdir -p "$build/root/usr/bin"
for program in "$build"/root/usr/lib/postgresql/15/bin/*; do
  ln -s "/usr/lib/postgresql/15/bin/\${program##*/}" "$build/root/usr/bin/\${program##*/}"
done
package appstream postgresql "$(version postgresql-15)" 1.el8 'Requires: /bin/sh' '%post
ldconfig'

unpack postgresql-15
# Compiling queries takes a compiler as big as the database.
rm -rf "$build"/root/usr/lib/postgresql/15/lib/{llvmjit.so,bitcode}
for program in initdb pg_ctl postgres; do
  mkdir -p "$build/root/usr/bin"
  ln -s "/usr/lib/postgresql/15/bin/$program" "$build/root/usr/bin/$program"
done
add /usr/bin/postgresql-setup 755 <<'SETUP'
#!/bin/sh
# As Rocky Linux has it, as far as roles use it: postgresql-setup --initdb
set -eu
[ "$1" = --initdb ] || { echo "postgresql-setup: unknown option $1" >&2; exit 1; }
data=/var/lib/pgsql/data
[ ! -e "$data/PG_VERSION" ] || { echo "ERROR: Data directory $data is not empty!" >&2; exit 1; }
su postgres -s /bin/sh -c "initdb --pgdata=$data --auth=ident \${PGSETUP_INITDB_OPTIONS:-}" >/var/lib/pgsql/initdb.log
echo " * Initialized, logs are in /var/lib/pgsql/initdb.log"
SETUP
add /usr/lib/systemd/system/postgresql.service 644 <<'UNIT'
[Unit]
Description=PostgreSQL database server
After=network.target
[Service]
Type=notify
User=postgres
Group=postgres
Environment=PGDATA=/var/lib/pgsql/data
ExecStart=/usr/bin/postgres -D \${PGDATA}
ExecReload=/bin/kill -HUP $MAINPID
KillMode=mixed
KillSignal=SIGINT
[Install]
WantedBy=multi-user.target
UNIT
echo 'd /run/postgresql 0755 postgres postgres -' | add /usr/lib/tmpfiles.d/postgresql.conf 644
package appstream postgresql-server "$(version postgresql-15)" 1.el8 'Requires: /bin/sh, postgresql' "%pre
getent passwd postgres >/dev/null || useradd --system --home-dir /var/lib/pgsql --shell /bin/bash --user-group postgres
%post
install -d -m 700 -o postgres -g postgres /var/lib/pgsql /var/lib/pgsql/data
systemd-tmpfiles --create postgresql.conf >/dev/null 2>&1 || :
systemctl daemon-reload >/dev/null 2>&1 || :"

unpack docker.io tini
rm -rf "$build/root/usr/lib/udev"
package appstream docker-ce "$(version docker.io)" 3.el8 'Requires: /bin/sh, containerd.io' '%pre
getent group docker >/dev/null || groupadd --system docker
%post
systemctl daemon-reload >/dev/null 2>&1 || :'
# The image has it already, by another door.
echo containerd | add /usr/share/containerd/about 644
package appstream containerd.io 1.6.20 3.1.el8

# The program is in the image; what makes it Rocky's is the name of its service and the place of its file.
cat >"$build/chrony.conf" <<'CONF'
pool 2.rocky.pool.ntp.org iburst
driftfile /var/lib/chrony/drift
makestep 1.0 3
rtcsync
logdir /var/log/chrony
CONF
add /etc/chrony.conf 644 <"$build/chrony.conf"
printf 'OPTIONS=""\\n' | add /etc/sysconfig/chronyd 644
add /usr/lib/systemd/system/chronyd.service 644 <<'UNIT'
[Unit]
Description=NTP client/server
Conflicts=systemd-timesyncd.service
[Service]
Type=forking
PIDFile=/run/chrony/chronyd.pid
EnvironmentFile=-/etc/sysconfig/chronyd
ExecStart=/usr/sbin/chronyd -f /etc/chrony.conf $OPTIONS
[Install]
WantedBy=multi-user.target
UNIT
package appstream chrony 4.3 1.el8 'Requires: /bin/sh' '%post
systemctl daemon-reload >/dev/null 2>&1 || :'

rpmsign --define '__gpg /usr/bin/gpg' --define '_gpg_name packages@test.invalid' \\
  --addsign "$out"/appstream/*.rpm >/dev/null
createrepo_c --quiet "$out/appstream"
gpgconf --kill gpg-agent
rm -rf /srv/debs
`
