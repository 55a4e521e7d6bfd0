// Latency. Kernels for tests often have no netem, and Node has no raw sockets; Perl is on every Debian.

/**
 * `perl -e` this with the numbers of two interfaces and milliseconds: what one receives leaves by the other, that much
 * later. The header of each frame travels along (PACKET_VNET_HDR), so that the kernel may leave checksums and segments to
 * the other end, as it does between the two ends of a cable.
 */
export const CARRIER = `
use strict;
use warnings;
use Time::HiRes 'time';
my ($one, $two, $ms) = @ARGV;
my ($AF_PACKET, $SOCK_RAW, $SOL_SOCKET, $SOL_PACKET, $ALL) = (17, 3, 1, 263, 3);

sub port {
  my ($index) = @_;
  socket(my $port, $AF_PACKET, $SOCK_RAW, 0) or die "socket: $!";
  setsockopt($port, $SOL_PACKET, 15, pack('i', 1)) or die "vnet header: $!";
  setsockopt($port, $SOL_PACKET, 23, pack('i', 1)) or die "ignore outgoing: $!";
  setsockopt($port, $SOL_SOCKET, 33, pack('i', 64 << 20)); # room for a burst
  # struct sockaddr_ll, with the protocol in network order
  bind($port, pack('SniSCCa8', $AF_PACKET, $ALL, $index, 0, 0, 0, '')) or die "bind: $!";
  setsockopt($port, $SOL_PACKET, 1, pack('iSSa8', $index, 1, 0, '')) or die "promiscuous: $!";
  return $port;
}

my @ports = (port($one), port($two));
my @waiting; # [when, where to, frame], in order of arrival
while (1) {
  my $ready = '';
  vec($ready, fileno($_), 1) = 1 for @ports;
  my $pause = @waiting ? $waiting[0][0] - time : undef;
  select($ready, undef, undef, defined $pause && $pause < 0 ? 0 : $pause);
  for my $from (0, 1) {
    next unless vec($ready, fileno($ports[$from]), 1);
    # An interface that is down has no frame, and says so once.
    defined recv($ports[$from], my $frame, 262144, 0x40) or next;
    push @waiting, [time + $ms / 1000, 1 - $from, $frame];
  }
  while (@waiting && $waiting[0][0] <= time) {
    my (undef, $to, $frame) = @{shift @waiting};
    send($ports[$to], $frame, 0); # a cut cable loses it
  }
}
`
