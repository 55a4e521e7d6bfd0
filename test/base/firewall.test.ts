import t from 'tap'
import { holdsPort, joinPorts, richRule, withoutPort } from '../../src/base/firewall.ts'

t.test('a rich rule is written as firewalld writes it', async t => {
  const written = {
    'rule family=ipv4 forward-port port=443 protocol=tcp to-port=8443':
      'rule family="ipv4" forward-port port="443" protocol="tcp" to-port="8443"',
    "rule service audit limit value='1/minute' accept":
      'rule service audit limit value="1/m" accept',
    'rule  accept  log level=info prefix="it is" limit value=3/hour':
      'rule log prefix="it is" level="info" limit value="3/h" accept',
    'rule family="ipv4" source not address="192.168.0.0/24" drop':
      'rule family="ipv4" source NOT address="192.168.0.0/24" drop',
    'rule family="ipv4" source address="192.168.0.0/24" invert="True" drop':
      'rule family="ipv4" source NOT address="192.168.0.0/24" drop',
    'rule priority="0" protocol value=ah reject type=icmp6-adm-prohibited':
      'rule protocol value="ah" reject type="icmp6-adm-prohibited"',
  }
  for (const [text, canonical] of Object.entries(written)) {
    t.equal(richRule(text), canonical)
    t.equal(richRule(canonical), canonical, 'and stays so')
  }
})

t.test('a limit belongs to the part before it', async t => {
  t.equal(
    richRule('rule service name="ftp" audit limit value="1/m" accept limit value="2/s"'),
    'rule service name="ftp" audit limit value="1/m" accept limit value="2/s"',
  )
})

t.test('a port is open when one range holds all of it', async t => {
  t.ok(holdsPort(['8080-8082/tcp'], '8081/tcp'))
  t.ok(holdsPort(['8080-8082/tcp'], '8080-8082/tcp'))
  t.notOk(holdsPort(['8080-8082/tcp'], '8081/udp'))
  t.notOk(holdsPort(['8080-8082/tcp'], '8082-8083/tcp'))
  t.ok(holdsPort(['http/tcp'], 'http/tcp'), 'names are names')
})

t.test('ranges that touch or overlap are one', async t => {
  t.same(joinPorts(['8083/tcp', '161/udp', '8080-8082/tcp', '8081-8090/tcp']), [
    '8080-8090/tcp',
    '161/udp',
  ])
})

t.test('a port is cut out of a range', async t => {
  t.same(withoutPort(['8080-8082/tcp', '161/udp'], '8081/tcp'), ['8080/tcp', '8082/tcp', '161/udp'])
  t.same(withoutPort(['8080-8082/tcp'], '8080-8082/tcp'), [])
})
