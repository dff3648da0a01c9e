package org.spillway.negotiation;

/**
 * How much is sent, and when the server counts as overloaded, so that no further file begins to be
 * sent: when as many transfers as are allowed are under way, or one more would wait for longer than
 * a second for its turn to send. What is under way is slowed to the rates and never cut. 0 stands
 * for no limit.
 *
 * @param transfers files and parts of files being sent at a time
 * @param transfersPerClient the same to one client: an IPv4 address or an IPv6 /64
 * @param rate bytes a second
 * @param ratePerClient the same to one client
 */
public record TransferLimits(int transfers, int transfersPerClient, long rate, long ratePerClient) {

  public static final TransferLimits NONE = new TransferLimits(0, 0, 0, 0);

  public TransferLimits {
    requireLimit("http.max-transfers", transfers);
    requireLimit("http.max-transfers-per-client", transfersPerClient);
    requireLimit("http.max-rate", rate);
    requireLimit("http.max-rate-per-client", ratePerClient);
  }

  private static void requireLimit(String key, long limit) {
    if (limit < 0) {
      throw new IllegalArgumentException(key + ": 0 or more, not " + limit);
    }
  }

  boolean perClient() {
    return transfersPerClient > 0 || ratePerClient > 0;
  }
}
