package org.spillway.dns.transfer;

/**
 * Counts the transfers to other name servers.
 *
 * @param whole the answers with a whole zone (AXFR), including those to IXFR
 * @param incremental the answers with the changes (IXFR)
 * @param current the answers to IXFR that there is nothing new, or that the transfer does not go
 *     over UDP
 */
public record TransferStats(long whole, long incremental, long current) {}
