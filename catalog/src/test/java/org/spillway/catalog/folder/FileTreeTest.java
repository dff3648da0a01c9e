package org.spillway.catalog.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.catalog.Folder;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.PathFilter;
import org.spillway.catalog.source.PathKind;
import org.spillway.catalog.source.SourceEntry;
import org.spillway.catalog.source.SourceFile;
import org.spillway.testing.Program;

class FileTreeTest {
  private static final byte[] CONTENT = Folder.bytes(1, 10);

  @TempDir Path temp;
  private Folder folder;
  private FileTree tree;

  @BeforeEach
  void makeTree() throws IOException {
    folder = new Folder(Files.createDirectory(temp.resolve("root")));
    folder.write("/a", CONTENT);
    folder.write("/sub/b", CONTENT);
    new Folder(temp).write("/outside/secret", CONTENT);
    tree = new FileTree(folder.root(), PathFilter.ALL);
  }

  private List<String> walk() throws IOException {
    List<String> paths = new ArrayList<>();
    tree.walk(file -> paths.add(file.path()));
    return paths;
  }

  @Test
  void find_file() {
    var file = tree.find("/sub/b").orElseThrow();
    assertThat(file.path()).isEqualTo("/sub/b");
    assertThat(file.length()).isEqualTo(10);
    assertThat(file.version()).matches("[0-9a-f-]+");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "a",
        "sub/b",
        "/sub",
        "/sub/",
        "/a/",
        "//a",
        "/sub//b",
        "/./a",
        "/sub/../a",
        "/../outside/secret",
        "/sub/../../outside/secret",
        "/a\0",
        "/no",
        "/a/no",
        "/\uD800"
      })
  void find_noSuchPath(String path) {
    assertThat(tree.find(path)).isEmpty();
  }

  @Test
  void find_namesThatBeginWithDots() {
    folder.write("/.hidden", CONTENT);
    folder.write("/.git/config", CONTENT);
    folder.write("/sub/..b", CONTENT);
    folder.write("/not.hidden", CONTENT);
    for (String hidden : List.of("/.hidden", "/.git/config", "/sub/..b")) {
      assertThat(tree.find(hidden)).isEmpty();
    }
    assertThat(tree.find("/not.hidden")).isPresent();
  }

  /** No URL leads to them, so neither may a torrent's web seed. */
  @Test
  void find_namesThatNoServerTakes() throws IOException {
    for (String hidden :
        List.of(
            "/new\nline",
            "/back\\slash",
            "/del\u007f",
            "/tab\t/x",
            "/csi\u009b2J",
            "/nel\u0085/x")) {
      folder.write(hidden, CONTENT);
      assertThat(tree.find(hidden)).isEmpty();
    }
    folder.link("/link", "back\\slash");
    assertThat(tree.find("/link")).isEmpty();
    assertThat(walk()).containsExactlyInAnyOrder("/a", "/sub/b");
  }

  @Test
  void find_permissionsOfOthersCount() throws IOException {
    Folder.permit(folder.at("/a"), "rwxrwx---");
    assertThat(tree.find("/a")).isEmpty();
    Folder.permit(folder.at("/a"), "------r--");
    assertThat(tree.find("/a")).isPresent();
  }

  @Test
  void find_folderThatOthersMayNotEnter() throws IOException {
    Folder.permit(folder.at("/sub"), "rwxrwxr--");
    assertThat(tree.find("/sub/b")).isEmpty();
    Folder.permit(folder.at("/sub"), "rwx-----x");
    assertThat(tree.find("/sub/b")).isPresent();
  }

  @Test
  void find_rootThatOthersMayNotEnter() throws IOException {
    Folder.permit(folder.root(), "rwx------");
    assertThat(tree.find("/a")).isPresent();
  }

  @Test
  void find_linksWithinTheRoot() throws IOException {
    folder.link("/file-link", "sub/b");
    folder.link("/folder-link", folder.at("/sub").toString());
    assertThat(tree.find("/file-link")).isPresent();
    assertThat(tree.find("/folder-link/b")).isPresent();
  }

  /** Mirrors have such links; each file below has one name more by it, and not more than one. */
  @Test
  void find_linksInCircles() throws IOException {
    folder.link("/sub/self", ".");
    folder.link("/all", ".");
    folder.link("/sub/up", "..");
    var found = List.of("/sub/self/b", "/all/sub/b", "/sub/up/sub/b", "/all/sub/self/b");
    for (String path : found) {
      assertThat(tree.find(path)).as(path).isPresent();
    }
    var notFound =
        List.of("/sub/self/self/b", "/all/all/a", "/all/sub/up/a", "/sub/up/sub/up/sub/b");
    for (String path : notFound) {
      assertThat(tree.find(path)).as(path).isEmpty();
    }
    assertThat(tree.kindOf("/sub/self/")).isEqualTo(PathKind.FOLDER);
    assertThat(tree.kindOf("/sub/self/self/")).isEqualTo(PathKind.NOTHING);
    // No link "self", which would lead nowhere.
    assertThat(tree.list("/sub/self/", "", 10).orElseThrow().entries())
        .containsExactly(
            new SourceEntry.File(tree.find("/sub/self/b").orElseThrow()),
            new SourceEntry.Folder("up"));
  }

  @Test
  void find_linksOutOfTheRoot() throws IOException {
    folder.link("/relative", "../outside/secret");
    folder.link("/absolute", temp.resolve("outside/secret").toString());
    folder.link("/folder", "../outside");
    folder.link("/chain", "relative");
    folder.link("/dangling", "nothing");
    folder.link("/loop", "loop");
    var paths = List.of("/relative", "/absolute", "/folder/secret", "/chain", "/dangling", "/loop");
    for (String path : paths) {
      assertThat(tree.find(path)).as(path).isEmpty();
    }
    assertThat(walk()).containsExactlyInAnyOrder("/a", "/sub/b");
  }

  @Test
  void find_linkOutAndInAgain() throws IOException {
    Files.createSymbolicLink(temp.resolve("outside/back"), folder.root());
    folder.link("/out", "../outside");
    assertThat(tree.find("/out/back/a")).isEmpty();
  }

  @Test
  void find_linkToHiddenFile() throws IOException {
    folder.write("/.hidden/x", CONTENT);
    folder.link("/shown", ".hidden/x");
    assertThat(tree.find("/shown")).isEmpty();
  }

  @Test
  void find_linkInClosedFolder() throws IOException {
    folder.write("/closed/x", CONTENT);
    folder.link("/closed/link", "../a");
    Folder.permit(folder.at("/closed"), "rwx------");
    assertThat(tree.find("/closed/link")).isEmpty();
    assertThat(walk()).containsExactlyInAnyOrder("/a", "/sub/b");
  }

  @Test
  void find_rootBesideOneOfSamePrefix() throws IOException {
    new Folder(temp).write("/root2/x", CONTENT);
    folder.link("/x", "../root2/x");
    assertThat(tree.find("/x")).isEmpty();
  }

  @Test
  void find_rootLinkPointedElsewhere() throws IOException {
    Path link = Files.createSymbolicLink(temp.resolve("current"), folder.root());
    var linked = new FileTree(link, PathFilter.ALL);
    assertThat(linked.find("/a")).isPresent();

    new Folder(temp).write("/release2/c", CONTENT);
    Files.delete(link);
    Files.createSymbolicLink(link, temp.resolve("release2"));

    assertThat(linked.find("/a")).isEmpty();
    assertThat(linked.find("/c")).isPresent();
  }

  @Test
  void find_longestName() {
    String name = "/" + "ü".repeat(127) + "x";
    folder.write(name, CONTENT);
    assertThat(tree.find(name)).isPresent();
    assertThat(tree.find(name + "x")).isEmpty();
    assertThat(tree.find("/x".repeat(5000))).isEmpty();
  }

  @Test
  void find_whatTheGlobsLeave() throws IOException {
    folder.write("/sub/no/x", CONTENT);
    folder.link("/in", "sub/b");
    folder.link("/sub/to-a", "../a");
    folder.link("/sub/to-no", "no");
    var filtered = new FileTree(folder.root(), new PathFilter(List.of("sub/**"), List.of("**/no")));
    assertThat(filtered.find("/sub/b")).isPresent();
    for (String path : List.of("/a", "/in", "/sub/to-a", "/sub/no/x", "/sub/to-no/x")) {
      assertThat(filtered.find(path)).as(path).isEmpty();
      assertThat(filtered.kindOf(path)).as(path).isEqualTo(PathKind.NOTHING);
    }
    for (String path : List.of("/sub/no", "/sub/no/", "/sub/to-no")) {
      assertThat(filtered.kindOf(path)).as(path).isEqualTo(PathKind.NOTHING);
      assertThat(filtered.list(path + "/", "", 10)).as(path).isEmpty();
    }
    List<String> walked = new ArrayList<>();
    filtered.walk(file -> walked.add(file.path()));
    assertThat(walked).containsExactly("/sub/b");
  }

  /** Nobody learns that an excluded folder is closed. */
  @Test
  void placeOf_whatTheGlobsLeave() throws IOException {
    folder.write("/closed/x", CONTENT);
    Folder.permit(folder.at("/closed"), "rwx------");
    Folder.permit(folder.at("/a"), "rw-------");
    var filtered = new FileTree(folder.root(), new PathFilter(List.of("sub/*"), List.of()));
    for (String path : List.of("/a", "/closed", "/closed/", "/closed/x", "/closed/none")) {
      assertThat(tree.kindOf(path)).as(path).isEqualTo(PathKind.DENIED);
      assertThat(filtered.kindOf(path)).as(path).isEqualTo(PathKind.NOTHING);
    }
    assertThat(filtered.kindOf("/")).isEqualTo(PathKind.FOLDER);
    assertThat(filtered.kindOf("/sub")).isEqualTo(PathKind.FOLDER);
  }

  @Test
  void walk_everyKindOfFile() throws Exception {
    folder.write("/sub/deep/er/c d#?%ü", CONTENT);
    folder.write("/.hidden/x", CONTENT);
    folder.write("/sub/.hidden", CONTENT);
    folder.write("/empty", new byte[0]);
    Folder.permit(folder.write("/private", CONTENT), "rw-rw----");
    folder.link("/link", "a");
    folder.link("/folder-link", "sub");
    Program.run(0, "mkfifo", "-m", "666", folder.at("/pipe").toString());
    assertThat(walk())
        .containsExactlyInAnyOrder("/a", "/sub/b", "/sub/deep/er/c d#?%ü", "/empty", "/link");
  }

  /** Neither asked for nor offered: no URL has these bytes, and no torrent may carry them. */
  @Test
  void walk_namesThatAreNotUtf8() throws Exception {
    Program.run(
        0, "sh", "-c", "cd \"$0\" && : > \"$(printf 'bad\\377')\"", folder.root().toString());
    assertThat(walk()).containsExactlyInAnyOrder("/a", "/sub/b");
    folder.write("/bad\uFFFD", CONTENT);
    assertThat(walk()).containsExactlyInAnyOrder("/a", "/sub/b", "/bad\uFFFD");
  }

  @Test
  void walk_agreesWithFind() throws IOException {
    folder.link("/link", "a");
    List<SourceFile> walked = new ArrayList<>();
    tree.walk(walked::add);
    assertThat(walked).allSatisfy(file -> assertThat(tree.find(file.path())).contains(file));
  }

  @Test
  void walk_stopsWhenTold() throws IOException {
    List<String> seen = new ArrayList<>();
    tree.walk(
        file -> {
          seen.add(file.path());
          return false;
        });
    assertThat(seen).hasSize(1);
  }

  @Test
  void walk_rootIsGone() throws IOException {
    Files.move(folder.root(), temp.resolve("elsewhere"));
    assertThatThrownBy(this::walk)
        .isInstanceOf(IOException.class)
        .hasMessage("content.root: " + folder.root() + " is not a folder");
  }

  @Test
  void construct_noFolder() {
    for (Path path : List.of(folder.at("/a"), folder.at("/none"))) {
      assertThatThrownBy(() -> new FileTree(path, PathFilter.ALL))
          .isInstanceOf(IOException.class)
          .hasMessage("content.root: " + path + " is not a folder");
    }
  }

  @Test
  void open_anotherVersion() {
    var file = tree.find("/a").orElseThrow();
    folder.replace("/a", CONTENT);
    assertThatThrownBy(() -> tree.open(file)).isInstanceOf(ContentChangedException.class);
  }

  @Test
  void open_removedOrForbidden() throws IOException {
    var file = tree.find("/a").orElseThrow();
    Folder.permit(folder.at("/a"), "rw-------");
    assertThatThrownBy(() -> tree.open(file)).isInstanceOf(ContentChangedException.class);
    Files.delete(folder.at("/a"));
    assertThatThrownBy(() -> tree.open(file)).isInstanceOf(ContentChangedException.class);
  }
}
