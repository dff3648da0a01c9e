package org.spillway.catalog.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.spillway.catalog.disk.Disk;
import org.spillway.catalog.disk.DiskSilentException;
import org.spillway.catalog.source.Content;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.SourceFile;

/** Content on a disk that may not answer. */
class PatientContent<C extends Content> implements Content {
  /** The longest wait for an answer about a path. */
  static final Duration LOOK = Duration.ofSeconds(1);

  /** The longest wait for bytes, and for a file to be opened. */
  static final Duration READ = Duration.ofSeconds(5);

  private final SourceFile file;
  private final C content;
  private final Disk disk;

  PatientContent(SourceFile file, C content, Disk disk) {
    this.file = file;
    this.content = content;
    this.disk = disk;
  }

  C content() {
    return content;
  }

  @Override
  public long length() {
    return content.length();
  }

  @Override
  public void read(ByteBuffer target, long position) throws IOException {
    int room = target.remaining();
    disk.ask(
            () -> {
              content.read(target, position);
              return Optional.<ByteBuffer>empty();
            },
            () -> {
              // The caller uses its own buffer again, whether this call has returned or not.
              var own = ByteBuffer.allocate(room);
              content.read(own, position);
              return Optional.of(own.flip());
            },
            READ)
        .ifPresent(target::put);
  }

  @Override
  public Optional<ByteBuffer> inMemory() {
    return content.inMemory();
  }

  @Override
  public void verify() throws ContentChangedException {
    look(
        () -> {
          content.verify();
          return "";
        });
  }

  /**
   * Asks about the file.
   *
   * @throws ContentChangedException also if the disk is silent, because it is then unknown whether
   *     the file has changed
   */
  String look(Disk.Call<String> call) throws ContentChangedException {
    try {
      return disk.ask(call, READ);
    } catch (ContentChangedException e) {
      throw e;
    } catch (IOException e) {
      throw new ContentChangedException(file.path());
    }
  }

  /** Does not wait for a disk that is silent: reading may still be under way there. */
  @Override
  public void close() throws IOException {
    try {
      disk.ask(
          () -> {
            content.close();
            return true;
          },
          LOOK);
    } catch (DiskSilentException e) {
      // The garbage collector closes the file when the call that hangs has returned.
    }
  }
}
