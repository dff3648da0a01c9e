package org.spillway.dns.transfer;

import java.util.Iterator;
import java.util.List;

/**
 * @param messages one at least, made as they are asked for
 */
public record TransferAnswer(int rcode, Iterator<byte[]> messages) {

  static TransferAnswer of(int rcode, byte[] message) {
    return new TransferAnswer(rcode, List.of(message).iterator());
  }
}
