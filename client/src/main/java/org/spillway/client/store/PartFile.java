package org.spillway.client.store;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.spillway.torrent.InfoDictionary;

/** The file {@code TARGET.part} of a torrent of one file. It is the file that is locked. */
final class PartFile implements Part {
  private final Path target;
  private final Path part;
  private final DiskFiles disk;
  private final FileChannel channel;
  private final OpenFiles open;

  private PartFile(Path target, Path part, InfoDictionary info, FileChannel channel) {
    this.target = target;
    this.part = part;
    this.disk = new DiskFiles(part, info.files(), file -> List.of());
    this.channel = channel;
    // Opened once: to close another channel of the file would end the lock.
    this.open = new OpenFiles(file -> channel, file -> channel);
  }

  static PartFile open(Path target, InfoDictionary info) throws StorageException {
    Path part = Part.of(target);
    return new PartFile(target, part, info, LockedFile.open(part, part));
  }

  @Override
  public DiskFiles disk() {
    return disk;
  }

  @Override
  public OpenFiles open() {
    return open;
  }

  @Override
  public List<String> notes() {
    return List.of();
  }

  @Override
  public void rename(boolean overwrite) throws IOException {
    close();
    if (overwrite) {
      Files.move(part, target, ATOMIC_MOVE, REPLACE_EXISTING);
    } else {
      Files.move(part, target);
    }
  }

  @Override
  public void close() throws IOException {
    open.close();
    // It is not among the open files before it was used.
    channel.close();
  }
}
