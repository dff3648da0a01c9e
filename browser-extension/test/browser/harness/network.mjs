// A network of the test's own: one machine without a way out, with four addresses and their names.
// WebRTC uses the machine's real addresses, so a test of it needs such a network to be the same
// everywhere; the other tests win by it too: every port is free, and browsers cannot phone home.

/** The names of the network, each with the address it stands for. */
export const HOSTS = {
  "dl.example.org": "10.77.0.1",
  "dl2.example.org": "10.77.0.2",
  "dl3.example.org": "10.77.0.3",
  "plain.example.net": "10.77.0.4",
};

const NAMES = Object.entries(HOSTS).map(([name, address]) => `${address} ${name}`);

/** Browsers treat pages of these origins as if they came over TLS, for what needs that (OPFS). */
export const TRUSTED = Object.keys(HOSTS);

/**
 * Returns the command that runs another one inside a new network, which ends with it. It takes
 * root: "unshare" makes the network, "ip" its only interface.
 */
export function insideNetwork(command) {
  const setUp = [
    "set -e",
    "ip link set lo up",
    "ip link add out type veth peer name far",
    "ip link set far up",
    "ip link set out multicast on up",
    ...Object.values(HOSTS).map((address) => `ip addr add ${address}/24 dev out`),
    "ip route add default dev out",
    "etc=$(mktemp -d)",
    `printf '%s\\n' "127.0.0.1 localhost $(hostname)" ${NAMES.map((line) => `'${line}'`).join(" ")} >"$etc/hosts"`,
    // Nobody listens there: a name that is not among the hosts is unknown at once.
    "echo nameserver 127.0.0.1 >\"$etc/resolv.conf\"",
    "for file in hosts resolv.conf; do mount --bind \"$etc/$file\" \"/etc/$file\"; done",
    "rm -r \"$etc\"",
    "exec \"$@\"",
  ];
  return ["unshare", "--net", "--mount", "sh", "-c", setUp.join("\n"), "sh", ...command];
}
