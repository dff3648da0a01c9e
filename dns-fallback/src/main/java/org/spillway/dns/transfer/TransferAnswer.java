package org.spillway.dns.transfer;

import java.util.Iterator;
import java.util.List;

/**
 * The answer to a transfer query.
 *
 * @param rcode the RCODE of the answer
 * @param messages at least one message; each is made when it is asked for
 */
public record TransferAnswer(int rcode, Iterator<byte[]> messages) {

  static TransferAnswer of(int rcode, byte[] message) {
    return new TransferAnswer(rcode, List.of(message).iterator());
  }
}
