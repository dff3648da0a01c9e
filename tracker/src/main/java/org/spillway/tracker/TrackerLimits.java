package org.spillway.tracker;

/**
 * Limits that keep strangers from filling the memory. A known peer is renewed at any limit; a new
 * one beyond it is told of others, but is not listed until some have left. Announces at the same
 * moment may exceed the totals by as many as there are threads.
 *
 * @param peersPerAddress how many ports of one IPv4 address, or one IPv6 /64, may be in one swarm,
 *     which is what one host may choose from (RFC 4291 §2.5.4); 0 sets no limit
 * @param peers how many peers may be in all swarms together; one takes up to 12 bytes, with an IPv6
 *     address up to 36
 * @param swarms how many swarms may be known, where one with both families counts twice; one takes
 *     about 400 bytes
 */
public record TrackerLimits(int peersPerAddress, int peers, int swarms) {

  /**
   * The highest limit for one address: each announce looks at all peers of its address, so they
   * must not be too many.
   */
  public static final int MOST_PER_ADDRESS = 10_000;

  /**
   * The defaults. They have room for the thousand subscribers that a carrier-grade NAT puts behind
   * one address, should all of them download the same file, in about 80 MB at the most.
   */
  public static final TrackerLimits DEFAULT = new TrackerLimits(1000, 1_000_000, 100_000);

  public TrackerLimits {
    SettingRange.expect(
        peersPerAddress >= 0 && peersPerAddress <= MOST_PER_ADDRESS,
        "peersPerAddress",
        "0 to " + MOST_PER_ADDRESS,
        peersPerAddress);
    SettingRange.expect(peers >= 1, "peers", "1 or more", peers);
    SettingRange.expect(swarms >= 1, "swarms", "1 or more", swarms);
  }
}
