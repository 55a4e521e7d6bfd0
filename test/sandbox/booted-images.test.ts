// What the images have for modules to work on: dnf and RPM repositories, apt and a Debian repository, and programs.
import t from 'tap'
import { bootedHosts, noBooted } from '../support/booted.ts'

t.setTimeout(300_000)
// On CI nothing is skipped: each image is made here, if it was not before.
const [noEl, noDeb] = [noBooted('el'), noBooted('deb')]

t.test('el', { skip: noEl }, async t => {
  const { shows, exec } = await bootedHosts(t, { image: 'el' })

  t.test('says it is Rocky Linux 8.5, and SELinux is off', async t => {
    const look = '. /etc/os-release; echo $ID $VERSION_ID $PLATFORM_ID; cat /etc/redhat-release'
    t.equal(
      await shows('h1', `${look}; getenforce; systemctl is-system-running`),
      'rocky 8.5 platform:el8\nRocky Linux release 8.5 (Green Obsidian)\nDisabled\nrunning\n',
    )
  })

  t.test('what a server has is installed, and off', async t => {
    for (const unit of ['etcd', 'containerd', 'firewalld', 'chrony', 'cron', 'nftables'])
      t.match(await exec('h1', ['systemctl', 'is-enabled', unit]), { out: 'disabled\n' }, unit)
    const programs =
      'python3 dnf yum rpm curl tar unzip zip git openssl rsync crontab gpg jq parted mkfs.xfs mkfs.ext4 crun runc ipset setfacl patch make'
    await shows('h1', `for program in ${programs}; do command -v $program >/dev/null; done`)
  })

  t.test('dnf over http: excludes, signatures, two versions, a service', async t => {
    await shows(
      'h1',
      `systemctl start rpm-repository
      until curl -sf http://h1:8000/ >/dev/null; do sleep 0.1; done
      printf '[baseos]\\nname=b\\nbaseurl=http://h1:8000/baseos\\ngpgkey=http://h1:8000/RPM-GPG-KEY\\n' >/etc/yum.repos.d/baseos.repo
      printf '[kubernetes]\\nname=k\\nbaseurl=http://h1:8000/kubernetes\\nrepo_gpgcheck=1\\ngpgkey=http://h1:8000/RPM-GPG-KEY\\nexclude=kubelet kubeadm kubectl\\n' >/etc/yum.repos.d/kubernetes.repo
      ! dnf -qy install kubelet 2>/dev/null
      dnf -qy install kubelet-1.21.6 kubeadm-1.21.6 kubectl-1.21.6 --disableexcludes=kubernetes
      dnf -qy upgrade kubelet --disableexcludes=kubernetes`,
    )
    t.equal(await shows('h1', 'rpm -q --qf "%{VERSION}" kubelet kubectl'), '1.22.01.21.6')
    t.equal(
      await shows('h1', 'systemctl enable -q --now kubelet; systemctl is-active kubelet'),
      'active\n',
    )
    await shows(
      'h1',
      'dnf -qy install webd tree-lister-1.7.0; systemctl start webd; grep -q 1.7.0 /etc/tree-lister.conf',
    )
    for (const name of ['needs-missing', 'broken-script', 'conflicts-with-webd'])
      t.match(await exec('h1', ['dnf', '-qy', 'install', name]), { code: 1 }, name)
  })

  t.test('dnf: module streams, and an unsigned package is refused', async t => {
    await shows(
      'h1',
      `printf '[crio]\\nname=c\\nbaseurl=file:///srv/rpms/crio\\ngpgkey=file:///srv/rpms/RPM-GPG-KEY\\n' >/etc/yum.repos.d/crio.repo
      printf '[unsigned]\\nname=u\\nbaseurl=file:///srv/rpms/unsigned\\ngpgkey=file:///srv/rpms/RPM-GPG-KEY\\n' >/etc/yum.repos.d/unsigned.repo
      dnf -qy module enable cri-o:1.21
      dnf -qy install cri-o`,
    )
    t.equal(await shows('h1', 'rpm -q --qf "%{VERSION}" cri-o'), '1.21.3')
    t.match(await exec('h1', ['dnf', '-qy', 'install', 'unsigned-tool']), {
      code: 1,
      err: /not signed/,
    })
  })

  t.test('firewalld, etcd, and a container in containerd', async t => {
    await shows(
      'h1',
      'systemctl start firewalld; firewall-cmd -q --permanent --add-port=6443/tcp; firewall-cmd -q --reload',
    )
    t.equal(await shows('h1', 'firewall-cmd --list-ports; systemctl stop firewalld'), '6443/tcp\n')
    await shows(
      'h1',
      'systemctl start etcd; etcdctl put a b; [ "$(etcdctl get a --print-value-only)" = b ]',
    )
    await shows(
      'h1',
      `systemctl start containerd
      mkdir -p /tmp/c/rootfs
      cp -aL --parents /bin/true $(ldd /bin/true | grep -o '/[^ ]*') /tmp/c/rootfs
      until ctr version >/dev/null 2>&1; do sleep 0.2; done
      ctr run --rootfs --rm --memory-limit 50000000 /tmp/c/rootfs test /bin/true`,
    )
  })
})

t.test('deb', { skip: noDeb }, async t => {
  const { shows, exec } = await bootedHosts(t, { image: 'deb' })

  t.test('has what modules for Debian work on', async t => {
    await shows(
      'h1',
      'python3 -c "import apt, debian.deb822, pexpect"; [ "$(systemctl is-system-running)" = running ]',
    )
    const programs =
      'python3 pip3 apt-get debconf-set-selections debconf-get-selections locale-gen ufw crontab git rsync unzip zip curl openssl gpg jq parted mkfs.xfs mkfs.ext4 at setfacl setcap patch make'
    await shows('h1', `for program in ${programs}; do command -v $program >/dev/null; done`)
  })

  t.test('apt: signatures, two versions, two suites, a service, recommendations', async t => {
    await shows(
      'h1',
      `echo 'deb [signed-by=/srv/debs/key.asc] file:/srv/debs stable main' >/etc/apt/sources.list.d/local.list
      apt-get -qq update
      apt-get -qqy install tree-lister=1.7.0-1
      apt-get -qqy --only-upgrade install tree-lister`,
    )
    t.equal(
      await shows('h1', 'tree-lister; dpkg-query -W -f "\\${Version}" tree-lister'),
      'tree-lister 1.8.0\n1.8.0-1',
    )
    await shows(
      'h1',
      'apt-get -qqy install webd; systemctl is-active webd; systemctl is-enabled webd; dpkg -s webd-extras',
    )
    for (const name of ['needs-missing', 'broken-script'])
      t.match(await exec('h1', ['apt-get', '-qqy', 'install', name]), { code: 100 }, name)
    await shows(
      'h1',
      'echo "deb [signed-by=/srv/debs/key.asc] file:/srv/debs testing main" >/etc/apt/sources.list.d/testing.list; apt-get -qq update; apt-get -qqy -t testing install tree-lister; tree-lister | grep -q 2.0.0',
    )
  })

  t.test('apt refuses what is not signed', async t => {
    const script = `echo 'deb file:/srv/debs-unsigned stable main' >/etc/apt/sources.list.d/unsigned.list
      apt-get -qq update; rm /etc/apt/sources.list.d/unsigned.list`
    t.match(await exec('h1', ['sh', '-c', script]), { err: /not signed/ })
  })

  t.test('apt over http', async t => {
    await shows(
      'h1',
      `systemctl start deb-repository
      until curl -sf http://h1:8000/ >/dev/null; do sleep 0.1; done
      rm /etc/apt/sources.list.d/*
      echo 'deb [signed-by=/srv/debs/key.asc] http://h1:8000 stable main' >/etc/apt/sources.list.d/http.list
      apt-get -qq update`,
    )
    t.match(await shows('h1', 'apt-cache policy webd-data'), 'http://h1:8000 stable/main')
  })

  t.test('a package asks a question, which may be answered before', async t => {
    const script =
      'echo "asks asks/colour select blue" | debconf-set-selections; DEBIAN_FRONTEND=noninteractive apt-get -qqy install asks; cat /etc/asks-colour'
    t.match(await shows('h1', script), /blue\n$/)
  })

  t.test('pip: two versions of a wheel', async t => {
    const script = `python3 -m venv /opt/venv
      /opt/venv/bin/pip -q install --no-index --find-links /srv/wheels tiny-tool==1.0
      /opt/venv/bin/tiny-tool
      /opt/venv/bin/pip -q install --no-index --find-links /srv/wheels -U tiny-tool
      /opt/venv/bin/tiny-tool`
    t.equal(await shows('h1', script), 'tiny-tool 1.0\ntiny-tool 1.1\n')
  })

  t.test('ufw, locale-gen, cron', async t => {
    await shows(
      'h1',
      'ufw allow 22/tcp; ufw --force enable; ufw status | grep -q "22/tcp.*ALLOW"; ufw disable',
    )
    await shows(
      'h1',
      'echo "de_DE.UTF-8 UTF-8" >/etc/locale.gen; locale-gen; locale -a | grep -q de_DE',
    )
    await shows(
      'h1',
      'echo "0 5 * * * true" | crontab -; crontab -l | grep -q true; systemctl start cron; systemctl is-active cron',
    )
  })
})
