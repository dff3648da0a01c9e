package org.spillway.webapp;

import java.util.Locale;
import org.spillway.negotiation.documents.Size;
import org.spillway.swarm.ReportedBytes;

/**
 * What this server has sent since its start, and what clients have received. All in bytes.
 *
 * @param plain sent to clients that asked for files by their URLs
 * @param webSeed sent to clients that asked the web seed (BEP 19)
 * @param peers sent by the seeder
 * @param reported by peers to the tracker; these are claims
 */
public record UploadTotals(long plain, long webSeed, long peers, ReportedBytes reported) {

  public long sent() {
    return plain + webSeed + peers;
  }

  /**
   * The part of all received bytes that others sent, from 0 to 1; 0 if nothing was received. The
   * swarm received what its peers report, or what we sent to it if that is more.
   */
  double offload() {
    double received = plain + (double) Math.max(reported.downloaded(), webSeed + peers);
    return received == 0 ? 0 : 1 - sent() / received;
  }

  /** One sentence for the operator. */
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
