package org.spillway.dns;

import java.net.InetAddress;
import org.xbill.DNS.Name;

/**
 * Who sent a query, as far as that is known.
 *
 * @param address over UDP it may be another's
 * @param signer the name of the key that the query was signed with, the root if it was not
 * @param signature bytes that the answer needs for its own
 */
record Asker(InetAddress address, Transport transport, Name signer, int signature) {
  static Asker unsigned(InetAddress address, Transport transport) {
    return new Asker(address, transport, Name.root, 0);
  }

  Asker signedBy(Name key, int overhead) {
    return new Asker(address, transport, key, overhead);
  }
}
