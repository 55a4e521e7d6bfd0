// What the host's own programs do of the waiting: one try to connect, one look at data. Each ends with 0 when what
// is waited for is there; patterns' groups are printed in hex.

// MODE CONNECT-SECONDS SECONDS. Mode file: the text on standard input; port: whether it answers; data: what it sends.
const PYTHON = `import binascii,os,re,select,socket,sys,time
E=os.environ
mode,first,left=sys.argv[1],float(sys.argv[2]),float(sys.argv[3])
def told(data):
  m=re.search(getattr(os,'fsencode',str)(E['regex']),data,re.M)
  if not m: return
  h=lambda b:'-' if b is None else '='+binascii.hexlify(b).decode()
  print(' '.join(['groups']+[h(g) for g in m.groups()]))
  for k,v in m.groupdict().items(): print('name %s %s'%(k,h(v)))
  sys.exit(0)
if mode=='file': told(getattr(sys.stdin,'buffer',sys.stdin).read()); sys.exit(1)
end=time.time()+left
s=socket.create_connection((E['host'],int(E['port'])),first)
if mode=='port': sys.exit(0)
data=b''
while time.time()<end:
  if not select.select([s],[],[],max(0,end-time.time()))[0]: continue
  more=s.recv(1024)
  if not more: break
  data+=more
  told(data)
sys.exit(1)`

const PERL = String.raw`my ($mode,$first,$left)=@ARGV;
sub told {
  return unless $_[0]=~/$ENV{perl}/m;
  my $h=sub { defined $_[0] ? "=".unpack("H*",$_[0]) : "-" };
  my ($t,@from,@to)=($_[0]); @from=@-; @to=@+;
  print join(" ","groups",map { $h->(defined $from[$_] ? substr($t,$from[$_],$to[$_]-$from[$_]) : undef) } 1..$#+),"\n";
  print "name $_ ",$h->($-{$_}[0]),"\n" for keys %-;
  exit 0;
}
if ($mode eq "file") { local $/; told(scalar <STDIN>); exit 1 }
my $end=time+$left;
my $class=eval { require IO::Socket::IP; 1 } ? "IO::Socket::IP" : do { require IO::Socket::INET; "IO::Socket::INET" };
my $s=$class->new(PeerAddr=>$ENV{host},PeerPort=>$ENV{port},Proto=>"tcp",Timeout=>$first) or exit 1;
exit 0 if $mode eq "port";
my $data="";
while (time<$end) {
  my $r=""; vec($r,fileno($s),1)=1;
  select($r,undef,undef,$end-time) or next;
  sysread($s,my $more,1024) or exit 1;
  $data.=$more; told($data);
}
exit 1`

// Which of a host's connections at a port are alive; ips are those of $ips and $excluded, one a line.
const DRAINED = String.raw`function hex4(a, p) { split(a, p, "."); return sprintf("%02X%02X%02X%02X", p[4], p[3], p[2], p[1]) }
function swapped(w) { return substr(w,7,2) substr(w,5,2) substr(w,3,2) substr(w,1,2) }
function hex6(a, n, i, p, q, l, r, out, v4) {
  if (match(a, /[0-9]+\.[0-9.]+$/)) { v4=substr(a, RSTART); a=substr(a, 1, RSTART-1) "0:0" }
  n=index(a, "::"); l=n ? split(substr(a,1,n-1), p, ":") : split(a, p, ":"); r=n ? split(substr(a,n+2), q, ":") : 0
  for (i=1; i<=8; i++) out=out substr("0000" (i<=l ? p[i] : i>8-r ? q[i-8+r] : "0"), length(i<=l ? p[i] : i>8-r ? q[i-8+r] : "0")+1)
  out=toupper(out)
  return swapped(substr(out,1,8)) swapped(substr(out,9,8)) swapped(substr(out,17,8)) (v4=="" ? swapped(substr(out,25,8)) : hex4(v4))
}
function take(list, into, n, i, p) {
  n=split(list, p, "\n")
  for (i=1; i<=n; i++) if (p[i] ~ /:/) into["6" hex6(p[i])]=1
  else if (p[i]!="") { into["4" hex4(p[i])]=1; into["6" hex6("::ffff:" p[i])]=1 }
}
BEGIN { take(ENVIRON["ips"], ours); take(ENVIRON["excluded"], theirs); at=sprintf("%04X", ENVIRON["port"])
  zero="00000000"; any6=zero zero zero zero; mapped=zero zero "FFFF0000" }
FNR==1 { family=FILENAME ~ /6$/ ? "6" : "4"; next }
index(" " ENVIRON["codes"] " ", " " $4 " ") {
  split($2, here, ":"); split($3, there, ":")
  if (here[2]!=at || (family there[1]) in theirs) next
  if ((family here[1]) in ours || (family (family=="6" ? any6 : zero)) in ours ||
    (index(here[1], mapped)==1 && ("6" mapped zero) in ours)) alive=1
}
END { exit alive }`

export const PROGRAMS = { python: PYTHON, perlprogram: PERL, drained: DRAINED } as const
