package org.spillway.catalog.folder;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.spillway.catalog.source.ContentSource;
import org.spillway.catalog.source.PathKind;
import org.spillway.catalog.source.SourceEntry;
import org.spillway.catalog.source.SourcePage;

/** Lists the folders of a file tree. Safe for use by many threads. */
final class FolderList {
  private final FileFinder finder;
  private final TreePaths paths;
  private final FolderCache folders;
  private final LongSupplier nanoTime;
  private volatile Predicate<Path> silent = place -> false;

  /**
   * Makes a lister.
   *
   * @param nanoTime a clock such as {@link System#nanoTime}
   */
  FolderList(FileFinder finder, TreePaths paths, LongSupplier nanoTime) {
    this.finder = finder;
    this.paths = paths;
    this.folders = new FolderCache(folder -> SafeFolders.names(paths.realRoot(), folder), nanoTime);
    this.nanoTime = nanoTime;
  }

  /**
   * Sets the folders that must not be looked at.
   *
   * @param silent tells places that are folders and must not be looked at now
   */
  void passOver(Predicate<Path> silent) {
    this.silent = silent;
  }

  /** Lists part of a folder as {@link ContentSource#list} says. */
  Optional<SourcePage> page(String folder, String after, int limit) throws IOException {
    if (!folder.endsWith("/")) {
      return Optional.empty();
    }
    try {
      var real = locate(folder);
      return real.isEmpty()
          ? Optional.empty()
          : Optional.of(page(folder, real.get(), after, limit));
    } catch (NoSuchFileException | NotDirectoryException e) {
      // The folder disappeared meanwhile.
      return Optional.empty();
    }
  }

  /** Returns the real folder, if the world may enter and list it. */
  private Optional<Path> locate(String folder) throws IOException {
    if (folder.equals("/")) {
      return Optional.of(paths.lookAtRoot());
    }
    String path = folder.substring(0, folder.length() - 1);
    var real = paths.locate(path);
    return real.isPresent() && mayList(path, real.get()) ? real : Optional.empty();
  }

  private boolean mayList(String path, Path real) throws IOException {
    var status = FileStatus.of(real);
    boolean open = status.worldMayRead() && status.worldMayEnter();
    return status.isFolder()
        && (open || real.equals(paths.realRoot()))
        && paths.mayOfferBelow(path, real);
  }

  private SourcePage page(String folder, Path real, String after, int limit) throws IOException {
    var names = folders.names(folder, real);
    List<SourceEntry> entries = new ArrayList<>();
    for (int i = names.list().indexAfter(after); i < names.list().size(); i++) {
      if (names.isPassedOver(i, nanoTime.getAsLong())) {
        continue;
      }
      var entry = entry(folder, real, names.list().get(i));
      if (entry.isPresent() && entries.size() == limit) {
        return new SourcePage(entries, true);
      }
      entry.ifPresentOrElse(entries::add, passOver(names, i));
    }
    return new SourcePage(entries, false);
  }

  private Runnable passOver(FolderNames names, int index) {
    return () -> names.passOver(index, nanoTime.getAsLong());
  }

  /**
   * Returns the entry of a name, if it is shown.
   *
   * @throws IOException if there is something that cannot be looked at
   */
  private Optional<SourceEntry> entry(String folder, Path real, String name) throws IOException {
    String path = folder + name;
    if (!paths.mayBe(path)) {
      return Optional.empty();
    }
    try {
      Path place = real.resolve(name);
      if (silent.test(place)) {
        return Optional.of(new SourceEntry.Folder(name));
      }
      var status = FileStatus.of(place);
      if (status.isRegularFile()) {
        // The way to here is known to be open.
        return FileFinder.fileOf(path, status)
            .filter(file -> paths.offers(path, place))
            .map(SourceEntry.File::new);
      }
      return finder.kindOf(path) == PathKind.FOLDER
          ? Optional.of(new SourceEntry.Folder(name))
          : finder.find(path).map(SourceEntry.File::new);
    } catch (NoSuchFileException | InvalidPathException e) {
      return Optional.empty();
    }
  }
}
