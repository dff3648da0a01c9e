package org.spillway.dns.transfer;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.xbill.DNS.Record;

/**
 * The messages of an answer, each made when it is asked for: as many records as go into {@link
 * #LENGTH} bytes, one at least.
 */
final class TransferMessages implements Iterator<byte[]> {
  /** Of a message, in bytes: a few of ours make a segment for a client to work on. */
  static final int LENGTH = 32 * 1024;

  private final TransferQuery query;
  private final Iterator<Record> records;
  private TransferMessage message;
  private boolean more = true;

  TransferMessages(TransferQuery query, Iterator<Record> records) {
    this.query = query;
    this.records = records;
    this.message = TransferMessage.first(query);
  }

  @Override
  public boolean hasNext() {
    return more;
  }

  @Override
  public byte[] next() {
    if (!more) {
      throw new NoSuchElementException("the transfer is over");
    }
    while (records.hasNext()) {
      var record = records.next();
      if (!message.add(record, LENGTH)) {
        byte[] full = message.toWire();
        message = TransferMessage.next(query);
        message.add(record, LENGTH);
        return full;
      }
    }
    more = false;
    return message.toWire();
  }
}
