package org.spillway.catalog.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.spillway.catalog.disk.Disk;
import org.spillway.catalog.disk.Disks;
import org.spillway.catalog.source.Content;
import org.spillway.catalog.source.ContentSource;
import org.spillway.catalog.source.FileChange;
import org.spillway.catalog.source.PathKind;
import org.spillway.catalog.source.SeenFile;
import org.spillway.catalog.source.SourceFile;
import org.spillway.catalog.source.SourcePage;
import org.spillway.catalog.source.VersionedContent;

/**
 * A file tree whose disks may not answer. No call waits for a disk for longer than some seconds; as
 * long as a disk is silent, its content counts as lost, and everything else goes on.
 */
public final class PatientTree implements ContentSource {
  /** The time for which the mounted file systems are assumed to stay the same, in nanoseconds. */
  private static final long KNOWN = TimeUnit.SECONDS.toNanos(1);

  private static final String SILENT = "content.root: the disk does not answer";

  private final FileTree tree;
  private final Disks disks;
  private final LongSupplier nanoTime;

  /** Is true while a walk hangs for which no caller waits any more. */
  private final AtomicBoolean walking = new AtomicBoolean();

  private volatile @Nullable Within within;

  /**
   * The disks of the tree.
   *
   * @param others whether there are disks other than that of the root
   */
  private record Within(Disk root, boolean others, long time) {}

  /**
   * Makes a tree.
   *
   * @param nanoTime a clock such as {@link System#nanoTime}
   */
  public PatientTree(FileTree tree, Disks disks, LongSupplier nanoTime) {
    this.tree = tree;
    this.disks = disks;
    this.nanoTime = nanoTime;
    tree.passOver(place -> disks.hanging().contains(place));
  }

  private Disk diskOf(String path) {
    var known = within;
    long now = nanoTime.getAsLong();
    if (known == null || now - known.time() >= KNOWN) {
      var root = tree.placeOf("/");
      known = new Within(disks.of(root), !disks.mountedIn(root).isEmpty(), now);
      within = known;
    }
    return known.others() ? disks.of(tree.placeOf(path)) : known.root();
  }

  /** Returns the answer of a disk, or a default if the disk is silent. */
  private static <T> T ask(Disk disk, Disk.Call<T> call, T otherwise) {
    try {
      return disk.ask(call, PatientContent.LOOK);
    } catch (IOException e) {
      return otherwise;
    }
  }

  @Override
  public boolean mayBlock(String path) {
    return !diskOf(path).mayBeAskedDirectly();
  }

  @Override
  public boolean isSilent(String path) {
    return diskOf(path).isHanging();
  }

  @Override
  public Optional<SourceFile> find(String path) {
    return ask(diskOf(path), () -> tree.find(path), Optional.empty());
  }

  @Override
  public Optional<String> outage(String path) {
    var disk = diskOf(path);
    return disk.isHanging()
        ? Optional.of(SILENT)
        : ask(disk, () -> tree.outage(path), Optional.of(SILENT));
  }

  @Override
  public Optional<SeenFile> see(String path) {
    var disk = diskOf(path);
    return ask(disk, () -> tree.see(path), Optional.<SeenFile>empty())
        .map(seen -> new Seen(seen, disk));
  }

  private record Seen(SeenFile seen, Disk disk) implements SeenFile {
    @Override
    public SourceFile file() {
      return seen.file();
    }

    @Override
    public boolean isCurrent() {
      return ask(disk, seen::isCurrent, false);
    }
  }

  @Override
  public PathKind kindOf(String path) {
    return ask(diskOf(path), () -> tree.kindOf(path), PathKind.NOTHING);
  }

  @Override
  public Optional<SourcePage> list(String folder, String after, int limit) throws IOException {
    var disk = diskOf(folder);
    askAll(disks.mountedOn(tree.placeOf(folder)));
    return disk.ask(() -> tree.list(folder, after, limit), PatientContent.READ);
  }

  /**
   * Walks with a thread that is left behind when a disk falls silent on the way; disks that are
   * known to be silent are passed over.
   */
  @Override
  public void walk(Predicate<SourceFile> visitor) throws IOException {
    var silent = silentIn(tree.placeOf("/"));
    if (!walking.compareAndSet(false, true)) {
      throw new IOException(SILENT);
    }
    new PatientWalk(
            (visit, progress) -> tree.walk(visit, silent, progress),
            visitor,
            () -> walking.set(false),
            PatientWalk.SILENCE)
        .run();
  }

  /**
   * Asks every disk within the tree, and returns the silent folders, so that a walk can avoid them.
   */
  private Set<Path> silentIn(Path root) {
    askAll(disks.mountedIn(root));
    return disks.hanging();
  }

  private void askAll(Set<Path> mountPoints) {
    for (Path point : mountPoints) {
      ask(disks.of(point), () -> FileStatus.of(point).isFolder(), false);
    }
  }

  @Override
  public Content open(SourceFile file) throws IOException {
    var disk = diskOf(file.path());
    return new PatientContent<>(file, disk.ask(() -> tree.open(file), PatientContent.READ), disk);
  }

  @Override
  public Content openKept(SourceFile file) throws IOException {
    var disk = diskOf(file.path());
    return new PatientContent<>(
        file, disk.ask(() -> tree.openKept(file), PatientContent.READ), disk);
  }

  @Override
  public VersionedContent openVersions(SourceFile file, boolean kept) throws IOException {
    var disk = diskOf(file.path());
    return new PatientVersions(
        file, disk.ask(() -> tree.openVersions(file, kept), PatientContent.READ), disk);
  }

  @Override
  public Content openGrowing(SourceFile file) throws IOException {
    var disk = diskOf(file.path());
    return new PatientContent<>(
        file, disk.ask(() -> tree.openGrowing(file), PatientContent.READ), disk);
  }

  @Override
  public FileChange change(String before, String after) {
    return tree.change(before, after);
  }

  @Override
  public void close() {
    tree.close();
    disks.close();
  }
}
