package org.spillway.dns.transfer;

/**
 * What other name servers fetched.
 *
 * @param whole answers with a whole zone (AXFR), to IXFR as well
 * @param incremental answers with what changed (IXFR)
 * @param current answers to IXFR that there is nothing new, or that it does not go over UDP
 */
public record TransferStats(long whole, long incremental, long current) {}
