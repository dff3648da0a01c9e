package org.spillway.catalog.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.catalog.Folder;
import org.spillway.catalog.source.PathFilter;
import org.spillway.catalog.source.PathKind;
import org.spillway.catalog.source.SourceEntry;
import org.spillway.catalog.source.SourcePage;

/** What a folder tells of itself and of what is in it. */
class FolderListTest {
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

  private List<String> list(String path) throws IOException {
    return names(tree.list(path, "", 1000).orElseThrow());
  }

  /** Folders with a slash behind. */
  private static List<String> names(SourcePage page) {
    return page.entries().stream().map(FolderListTest::name).toList();
  }

  private static String name(SourceEntry entry) {
    if (entry instanceof SourceEntry.File file) {
      String path = file.file().path();
      return path.substring(path.lastIndexOf('/') + 1);
    }
    return ((SourceEntry.Folder) entry).name() + "/";
  }

  @Test
  void placeOf_folders() throws IOException {
    folder.link("/link", "sub");
    for (String path : List.of("/", "/sub", "/sub/", "/link", "/link/")) {
      assertThat(tree.kindOf(path)).as(path).isEqualTo(PathKind.FOLDER);
    }
  }

  @Test
  void placeOf_nothing() throws IOException {
    folder.write("/.hidden/x", CONTENT);
    folder.link("/out", "../outside");
    folder.link("/secret", "../outside/secret");
    folder.link("/dangling", "nothing");
    var paths =
        List.of(
            "",
            "a",
            "sub",
            "/none",
            "/none/",
            "/sub/none",
            "/a/",
            "/a/x",
            "//",
            "/sub//",
            "/.",
            "/..",
            "/sub/..",
            "/.hidden",
            "/.hidden/",
            "/.hidden/x",
            "/out",
            "/out/",
            "/out/secret",
            "/secret",
            "/dangling",
            "/x\0",
            "/\uD800");
    for (String path : paths) {
      assertThat(tree.kindOf(path)).as(path).isEqualTo(PathKind.NOTHING);
    }
  }

  /** Below a closed folder it is the same for what is there and what is not. */
  @Test
  void placeOf_denied() throws IOException {
    Folder.permit(folder.write("/private", CONTENT), "rw-r-----");
    folder.write("/closed/x", CONTENT);
    folder.write("/closed/deep/x", CONTENT);
    folder.link("/link", "closed/x");
    folder.link("/closed/link", "../a");
    Folder.permit(folder.at("/closed"), "rwxr-xr--");
    var paths =
        List.of(
            "/private",
            "/closed",
            "/closed/",
            "/closed/x",
            "/closed/deep",
            "/closed/deep/x",
            "/closed/none",
            "/closed/none/none",
            "/closed/link",
            "/link");
    for (String path : paths) {
      assertThat(tree.kindOf(path)).as(path).isEqualTo(PathKind.DENIED);
    }
    assertThat(tree.kindOf("/closed/.hidden")).isEqualTo(PathKind.NOTHING);
    assertThat(tree.kindOf("/private/")).isEqualTo(PathKind.NOTHING);
  }

  @Test
  void list_whatIsShown() throws Exception {
    folder.write("/.hidden", CONTENT);
    folder.write("/new\nline", CONTENT);
    folder.write("/back\\slash/x", CONTENT);
    folder.write("/B", CONTENT);
    folder.write("/empty", new byte[0]);
    folder.write("/ü d#?%", CONTENT);
    Folder.permit(folder.write("/private", CONTENT), "rw-r-----");
    folder.write("/closed/x", CONTENT);
    Folder.permit(folder.at("/closed"), "rwxr-xr--");
    folder.write("/unlisted/x", CONTENT);
    Folder.permit(folder.at("/unlisted"), "rwxr-x--x");
    folder.link("/link", "a");
    folder.link("/link-in", "sub");
    folder.link("/link-out", "../outside");
    folder.link("/link-closed", "closed/x");
    assertThat(list("/"))
        .containsExactly("B", "a", "empty", "link", "link-in/", "sub/", "unlisted/", "ü d#?%");
    assertThat(list("/sub/")).containsExactly("b");
    assertThat(list("/link-in/")).containsExactly("b");
  }

  @Test
  void list_whatTheGlobsLeave() throws IOException {
    folder.write("/sub/c.iso", CONTENT);
    folder.write("/sub/deep/d.iso", CONTENT);
    folder.write("/other/x", CONTENT);
    folder.link("/sub/link", "../other");
    folder.link("/sub/link.iso", "../other/x");
    folder.link("/sub/link-d.iso", "deep/d.iso");
    var filter = new PathFilter(List.of("sub/**/*.iso"), List.of("sub/c*"));
    tree = new FileTree(folder.root(), filter);
    assertThat(list("/")).containsExactly("sub/");
    assertThat(list("/sub/")).containsExactly("deep/", "link-d.iso");
    assertThat(list("/sub/deep/")).containsExactly("d.iso");
    assertThat(tree.list("/other/", "", 10)).isEmpty();
  }

  @Test
  void list_absent() throws IOException {
    folder.write("/closed/x", CONTENT);
    Folder.permit(folder.at("/closed"), "rwxr-xr--");
    folder.write("/unlisted/x", CONTENT);
    Folder.permit(folder.at("/unlisted"), "rwxr-x--x");
    for (String path : List.of("", "/a", "/a/", "/sub", "/none/", "/closed/", "/unlisted/")) {
      assertThat(tree.list(path, "", 10)).as(path).isEmpty();
    }
    assertThat(tree.kindOf("/unlisted/")).isEqualTo(PathKind.FOLDER);
    assertThat(tree.find("/unlisted/x")).isPresent();
  }

  @Test
  void list_rootThatOthersMayNotList() throws IOException {
    Folder.permit(folder.root(), "rwx------");
    assertThat(list("/")).containsExactly("a", "sub/");
  }

  @Test
  void list_pages() throws IOException {
    for (int i = 0; i < 25; i++) {
      folder.write("/many/%02d".formatted(i), CONTENT);
      folder.write("/many/.%02d".formatted(i), CONTENT);
    }
    List<String> seen = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    boolean more = true;
    while (more) {
      var page = tree.list("/many/", seen.isEmpty() ? "" : seen.get(seen.size() - 1), 10);
      seen.addAll(names(page.orElseThrow()));
      sizes.add(page.orElseThrow().entries().size());
      more = page.orElseThrow().more();
    }
    assertThat(sizes).containsExactly(10, 10, 5);
    assertThat(seen).isEqualTo(list("/many/")).hasSize(25);
    assertThat(tree.list("/many/", "", 25).orElseThrow().more()).isFalse();
    assertThat(names(tree.list("/many/", "115", 2).orElseThrow())).containsExactly("12", "13");
  }

  @Test
  void list_changesShow() throws Exception {
    assertThat(list("/sub/")).containsExactly("b");
    Folder.permit(folder.write("/sub/c", CONTENT), "rw-r-----");
    awaitSub("b");
    Folder.permit(folder.at("/sub/c"), "rw-r--r--");
    awaitSub("b", "c");
    Files.delete(folder.at("/sub/b"));
    assertThat(list("/sub/")).containsExactly("c");
  }

  private void awaitSub(String... names) {
    await("the new names").untilAsserted(() -> assertThat(list("/sub/")).containsExactly(names));
  }
}
