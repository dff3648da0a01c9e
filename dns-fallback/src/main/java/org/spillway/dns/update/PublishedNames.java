package org.spillway.dns.update;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.spillway.catalog.source.Problem;
import org.spillway.dns.zone.RecordName;

/**
 * Remembers at which names a primary holds records of ours, as far as we know. A file keeps them,
 * so that names that are withdrawn while we are away can be found again.
 *
 * <p>The file has a line for each name that came ({@code +}) or went ({@code -}); a name is written
 * down before its records are sent.
 */
final class PublishedNames {
  private final Path file;
  private final Set<RecordName> names = new HashSet<>();

  private PublishedNames(Path file) {
    this.file = file;
  }

  /**
   * Opens the file. Lines that cannot be read, such as a last one that is cut off, are ignored.
   *
   * @throws IOException if the file cannot be used; the message names it
   */
  static PublishedNames open(Path file) throws IOException {
    var known = new PublishedNames(file);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      known.read();
      return known;
    } catch (IOException e) {
      throw new IOException("state-dir: " + file + " cannot be used: " + Problem.of(e), e);
    }
  }

  private void read() throws IOException {
    if (Files.exists(file)) {
      try (var lines = Files.newBufferedReader(file, ISO_8859_1)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          read(line);
        }
      }
    }
  }

  private void read(String line) {
    var name =
        line.isEmpty()
            ? Optional.<RecordName>empty()
            : RecordName.ofLabels(line.substring(1).split("\\.", -1));
    name.ifPresent(known -> apply(line.charAt(0), known));
  }

  private void apply(char sign, RecordName name) {
    if (sign == '+') {
      names.add(name);
    } else {
      names.remove(name);
    }
  }

  boolean contains(RecordName name) {
    return names.contains(name);
  }

  int size() {
    return names.size();
  }

  Set<RecordName> all() {
    return Set.copyOf(names);
  }

  /**
   * Notes names before their records are sent: the primary may hold them from then on, even if its
   * answer is lost.
   *
   * @throws IOException if they cannot be noted, for example because the disk is full; the message
   *     names the file
   */
  void expect(Collection<RecordName> coming) throws IOException {
    append('+', coming.stream().filter(name -> !names.contains(name)).toList());
  }

  void came(Collection<RecordName> come) {
    names.addAll(come);
  }

  void went(Collection<RecordName> gone) throws IOException {
    append('-', gone);
    names.removeAll(Set.copyOf(gone));
  }

  private void append(char sign, Collection<RecordName> changed) throws IOException {
    if (changed.isEmpty()) {
      return;
    }
    try (var writer =
        Files.newBufferedWriter(
            file, US_ASCII, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      // A line that a full disk cut off must not swallow the next one.
      writer.write('\n');
      write(writer, sign, changed);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private IOException unwritable(IOException e) {
    return new IOException(
        "state-dir: nothing can be noted in %s, which must come first: %s"
            .formatted(file, Problem.of(e)),
        e);
  }

  /**
   * Replaces all names.
   *
   * @throws IOException as {@link #expect} does
   */
  void replace(Collection<RecordName> all) throws IOException {
    try {
      write(all);
    } catch (IOException e) {
      throw unwritable(e);
    }
    names.clear();
    names.addAll(all);
  }

  private void write(Collection<RecordName> all) throws IOException {
    var next = file.resolveSibling(file.getFileName() + ".next");
    try (var writer = Files.newBufferedWriter(next, US_ASCII)) {
      write(writer, '+', all);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void write(BufferedWriter writer, char sign, Collection<RecordName> names)
      throws IOException {
    for (RecordName name : names) {
      writer.write(sign);
      writer.write(name.labels());
      writer.write('\n');
    }
  }
}
