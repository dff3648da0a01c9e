package org.spillway.dns.dnssec;

import java.io.IOException;
import java.util.Arrays;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;

/** Computes the name that comes next in canonical order, whether it exists or not. */
final class NextName {
  private static final Name LEAST = Name.fromConstantString("\\000");

  private NextName() {}

  /**
   * Returns the next name, in lower case: the first name below this one or, where no longer name is
   * possible, one beside it.
   */
  static Name after(Name name) {
    var lower = name.canonicalize();
    try {
      return Name.concatenate(LEAST, lower);
    } catch (NameTooLongException e) {
      return beside(lower);
    }
  }

  /**
   * Applies steps 3 and 4 of RFC 4471 §3.1.2: the last octet that can grow grows, and those after
   * it go.
   */
  private static Name beside(Name name) {
    byte[] wire = name.toWireCanonical();
    int labelLength = wire[0];
    int last = labelLength;
    while (last > 0 && wire[last] == (byte) 0xFF) {
      last--;
    }
    if (last == 0) {
      return beside(new Name(name, 1));
    }
    // Capital letters do not occur in a canonical name.
    wire[last] = (byte) (wire[last] == '@' ? '[' : wire[last] + 1);
    wire[0] = (byte) last;
    byte[] next = Arrays.copyOf(wire, wire.length - (labelLength - last));
    System.arraycopy(wire, labelLength + 1, next, last + 1, wire.length - labelLength - 1);
    try {
      return new Name(next);
    } catch (IOException e) {
      throw new IllegalStateException("after " + name, e);
    }
  }
}
