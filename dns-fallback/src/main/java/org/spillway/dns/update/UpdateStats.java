package org.spillway.dns.update;

/**
 * Says how far the updates of a primary are.
 *
 * @param primary the host and port of the primary
 * @param zone the zone of the records: {@code _torrent.[host].}
 * @param published the number of names that it holds, as far as is known
 * @param pending the number of names whose records there must still be changed
 * @param foreign the number of names at which it holds records of others, which are left alone
 * @param lastError why it takes no updates now; empty if it takes them
 */
public record UpdateStats(
    String primary, String zone, int published, int pending, int foreign, String lastError) {}
