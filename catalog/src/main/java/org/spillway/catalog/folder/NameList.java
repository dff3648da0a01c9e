package org.spillway.catalog.folder;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.spillway.catalog.source.NameOrder;
import org.spillway.catalog.source.Visibility;

/**
 * Sorted names ({@link NameOrder}), packed: a million take 20 MB. Immutable; safe for use by many
 * threads.
 */
final class NameList {
  private final byte[] names;
  private final int[] ends;

  NameList(Collection<String> names) {
    var packed = new ByteArrayOutputStream();
    ends = new int[names.size()];
    int count = 0;
    for (String name : names.stream().sorted(NameOrder::compare).toList()) {
      packed.writeBytes(name.getBytes(UTF_8));
      ends[count++] = packed.size();
    }
    this.names = packed.toByteArray();
  }

  /** Returns the names in an open folder that are not hidden. */
  static NameList of(DirectoryStream<Path> folder) throws IOException {
    List<String> names = new ArrayList<>();
    try {
      for (Path entry : folder) {
        if (!Visibility.isHidden(entry)) {
          names.add(String.valueOf(entry.getFileName()));
        }
      }
      return new NameList(names);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  int size() {
    return ends.length;
  }

  String get(int index) {
    int start = index == 0 ? 0 : ends[index - 1];
    return new String(names, start, ends[index] - start, UTF_8);
  }

  /** Returns the index of the first name behind this one, which need not be among them. */
  int indexAfter(String name) {
    int low = 0;
    int high = size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (NameOrder.compare(get(middle), name) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Returns how many bytes of memory it takes. */
  int weight() {
    return names.length + Integer.BYTES * ends.length;
  }
}
