package org.spillway.webapp;

import java.util.Locale;
import org.spillway.negotiation.documents.Size;
import org.spillway.swarm.ReportedBytes;

/**
 * The bytes that this server has sent since its start, and that clients have received.
 *
 * @param plain the bytes sent to clients that asked for files by their URLs
 * @param webSeed the bytes sent to clients that asked the web seed (BEP 19)
 * @param peers the bytes sent by the seeder
 * @param reported the bytes that peers reported to the tracker, which nobody can verify
 */
public record UploadTotals(long plain, long webSeed, long peers, ReportedBytes reported) {

  public long sent() {
    return plain + webSeed + peers;
  }

  /**
   * Returns the part of all received bytes that others sent, from 0 to 1, or 0 if nothing was
   * received. The swarm received the bytes that its peers report, or those that we sent to it if
   * these are more.
   */
  double offload() {
    double received = plain + (double) Math.max(reported.downloaded(), webSeed + peers);
    return received == 0 ? 0 : 1 - sent() / received;
  }

  /** Returns one sentence for the operator. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "sent %s (plain HTTP %s, web seed %s, peers %s); peers report that they downloaded %s and"
            + " uploaded %s, so %.0f %% of what clients received came from others",
        Size.of(sent()),
        Size.of(plain),
        Size.of(webSeed),
        Size.of(peers),
        Size.of(reported.downloaded()),
        Size.of(reported.uploaded()),
        100 * offload());
  }
}
