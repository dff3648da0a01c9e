package org.spillway.dns.update;

/**
 * How far a primary is.
 *
 * @param primary its host and port
 * @param zone of the records: {@code _torrent.[host].}
 * @param published names that it holds, as far as is known
 * @param pending names whose records there are still to be changed
 * @param foreign names at which it holds records of others, which are left alone
 * @param lastError why it does not take them now; empty if it does
 */
public record UpdateStats(
    String primary, String zone, int published, int pending, int foreign, String lastError) {}
