package org.spillway.catalog.folder;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.spillway.catalog.source.Content;
import org.spillway.catalog.source.ContentSource;
import org.spillway.catalog.source.FileChange;
import org.spillway.catalog.source.Omissions;
import org.spillway.catalog.source.PathFilter;
import org.spillway.catalog.source.PathKind;
import org.spillway.catalog.source.Problem;
import org.spillway.catalog.source.SeenFile;
import org.spillway.catalog.source.SourceFile;
import org.spillway.catalog.source.SourcePage;
import org.spillway.catalog.source.VersionedContent;

/**
 * A folder as a source of content. It offers regular files that the world may read, below folders
 * that the world may enter. It offers no name that begins with a dot, is not valid text or contains
 * characters that no server takes in a path (control characters, backslashes), and nothing that a
 * symbolic link finds outside. Files below a linked folder within the root are found there but not
 * walked: until somebody asks for their torrent, listeners do not hear of them; a folder that links
 * lead back to is found there once more, not without end. The root itself is the operator's choice:
 * its own permissions do not count, and it may be a link that is pointed elsewhere while in use.
 */
public final class FileTree implements ContentSource {
  private static final System.Logger log = System.getLogger(FileTree.class.getName());

  private final TreePaths paths;
  private final FileFinder finder;
  private final FolderList folders;
  private final FileOpener opener;
  private final Volumes volumes;
  private final UnreadableNames oddNames = UnreadableNames.ofThisJvm();
  private final AtomicBoolean toldOmissions = new AtomicBoolean();

  private FileTree(TreePaths paths, boolean emptied) {
    this.paths = paths;
    this.finder = new FileFinder(paths, System::nanoTime);
    this.folders = new FolderList(finder, paths, System::nanoTime);
    this.opener = new FileOpener(finder, paths);
    this.volumes = new Volumes(paths.root(), paths::realRoot, emptied);
  }

  /**
   * Opens a folder.
   *
   * @throws IOException if there is no such folder, or it cannot be read; the message names
   *     content.root
   */
  public FileTree(Path root, PathFilter filter) throws IOException {
    this(new TreePaths(root, filter, false), false);
  }

  /**
   * Opens a folder.
   *
   * @param mayBeLost whether to begin even with a root that cannot be read, because it was read
   *     before and will come back
   * @param emptied whether the operator wants a root, or the folder of a mounted file system, that
   *     has lost all its files, so that it is no outage
   * @throws IOException if there is no such folder, or it cannot be read; the message names
   *     content.root
   */
  public static FileTree open(Path root, PathFilter filter, boolean mayBeLost, boolean emptied)
      throws IOException {
    var tree = new FileTree(new TreePaths(root, filter, mayBeLost), emptied);
    tree.oddNames.warnOfLocale();
    SafeFolders.warnOfSystem();
    return tree;
  }

  /**
   * Checks that a folder is outside of this one.
   *
   * @throws IOException if the folder, which need not exist yet, lies in this one by any links; the
   *     message names state-dir
   */
  public void requireOutside(Path stateDir) throws IOException {
    if (existingPart(stateDir.toAbsolutePath().normalize())
        .toRealPath()
        .startsWith(paths.realRoot())) {
      throw new IOException(
          "state-dir: " + stateDir + " must not lie within content.root, " + paths.root());
    }
  }

  private static Path existingPart(Path path) {
    Path parent = path.getParent();
    return Files.exists(path) || parent == null ? path : existingPart(parent);
  }

  /**
   * Sets the folders that must not be looked at.
   *
   * @param silent tells places that are folders and must not be looked at now
   */
  void passOver(Predicate<Path> silent) {
    folders.passOver(silent);
  }

  /** Returns where a path leads to if there are no links on its way. */
  Path placeOf(String path) {
    try {
      return paths.realRoot().resolve(path.substring(1));
    } catch (InvalidPathException e) {
      return paths.realRoot();
    }
  }

  @Override
  public Optional<SourceFile> find(String path) {
    return finder.find(path);
  }

  @Override
  public Optional<SeenFile> see(String path) {
    return finder.see(path).map(SeenFile.class::cast);
  }

  @Override
  public Optional<String> outage(String path) {
    return volumes.problem(path).map(problem -> "content.root: " + problem);
  }

  @Override
  public PathKind kindOf(String path) {
    return finder.kindOf(path);
  }

  @Override
  public Optional<SourcePage> list(String folder, String after, int limit) throws IOException {
    return folders.page(folder, after, limit);
  }

  @Override
  public void walk(Predicate<SourceFile> visitor) throws IOException {
    walk(visitor, Set.of(), () -> {});
  }

  /**
   * Walks through all files.
   *
   * @param silent the folders that are not looked at, because the disks mounted there do not answer
   * @param progress is run before each look at a file or folder
   */
  void walk(Predicate<SourceFile> visitor, Set<Path> silent, Runnable progress) throws IOException {
    var problem = volumes.problem("/");
    if (problem.isPresent()) {
      throw new IOException("content.root: " + problem.get());
    }
    try {
      Path root = paths.lookAtRoot();
      var walk = new FileTreeWalk(finder, paths, oddNames, root, visitor, Volume.at(paths.root()));
      new FolderWalk(silent, walk, progress).walk(root);
      volumes.found(walk.volumes());
      tell(walk.omissions());
    } catch (IOException e) {
      throw new IOException(
          "content.root: " + paths.root() + " cannot be read: " + Problem.of(e), e);
    }
  }

  /**
   * Tells once what the walks leave out, because the operator may not know why files are missing.
   */
  private void tell(Omissions omissions) {
    var sentence = omissions.sentence();
    if (sentence.isPresent() && !toldOmissions.getAndSet(true)) {
      log.log(WARNING, "content.root: {0}", sentence.get());
    }
  }

  @Override
  public Content open(SourceFile file) throws IOException {
    return opener.open(file, false);
  }

  @Override
  public Content openKept(SourceFile file) throws IOException {
    return opener.open(file, true);
  }

  @Override
  public VersionedContent openVersions(SourceFile file, boolean kept) throws IOException {
    return opener.openVersions(file, kept);
  }

  @Override
  public Content openGrowing(SourceFile file) throws IOException {
    return opener.openGrowing(file);
  }

  @Override
  public FileChange change(String before, String after) {
    return FileVersion.change(before, after);
  }
}
