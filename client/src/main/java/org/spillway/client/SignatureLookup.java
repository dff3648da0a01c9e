package org.spillway.client;

import java.io.IOException;
import java.time.InstantSource;
import org.spillway.client.signature.SignatureCheck;
import org.spillway.client.signature.SignatureVerdict;
import org.spillway.torrent.fallback.FallbackAnswer;
import org.spillway.torrent.fallback.FallbackRecords;
import org.spillway.torrent.fallback.RequestHash;
import org.spillway.torrent.signature.CertificateChain;

/**
 * Looks for a signature beside the records of a torrent, and asks DNS for the certificates that go
 * with it. Safe for use by many threads.
 */
final class SignatureLookup {
  /** The number of digits of the hash that a name begins with. */
  private static final int HASH = 40;

  /** The most names over which certificates may be spread. */
  private static final int MOST_PARTS = 20;

  private final DnsClient servers;
  private final DnsPolicy policy;
  private final String host;

  /**
   * @param host the host of the URL, even if the records stand below another host
   */
  SignatureLookup(DnsClient servers, DnsPolicy policy, String host) {
    this.servers = servers;
    this.policy = policy;
    this.host = host;
  }

  /**
   * Judges the signature of the records at a name.
   *
   * @param name the name at which the records stand
   * @param base the answer to the question for that name
   * @param content the content of the records
   */
  SignatureVerdict verdict(String name, DnsAnswer base, FallbackAnswer content) {
    var server = base.by().server();
    return new SignatureCheck(
            policy.webPki(), InstantSource.system(), id -> chain(id + name.substring(HASH), server))
        .check(host, new RequestHash(name.substring(0, HASH)), base.txt(), content);
  }

  private CertificateChain chain(String name, NameServer server) throws IOException {
    var answer = servers.askForPart(name, server);
    if (answer.txt().isEmpty()) {
      throw new IOException("there is no record at " + name);
    }
    var found = FallbackRecords.parse(answer.txt());
    if (found instanceof FallbackAnswer.Torrent whole) {
      return CertificateChain.parse(whole.content().toBytes());
    }
    if (found instanceof FallbackAnswer.Split split && split.parts() <= MOST_PARTS) {
      var torrent = SplitLookup.ask(servers, name, split, answer).torrent();
      return CertificateChain.parse(torrent.content().toBytes());
    }
    throw new IOException("the records at " + name + " are not certificates");
  }
}
