package org.spillway.catalog.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.catalog.Folder;
import org.spillway.catalog.source.Content;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.ContentRoot;
import org.spillway.catalog.source.PathFilter;
import org.spillway.catalog.source.PathKind;
import org.spillway.catalog.source.SourceEntry;
import org.spillway.catalog.source.SourceFile;
import org.spillway.catalog.source.SourcePage;

/** What holds for every service that speaks S3. */
abstract class S3Contract {
  private static final byte[] CONTENT = Folder.bytes(1, 3 * S3Content.PIECE + 1000);
  private static final byte[] OTHER = Folder.bytes(2, CONTENT.length);

  @TempDir Path stateDir;
  S3Store store;
  S3Tree tree;

  /** Returns a store of the service, with a new bucket. */
  abstract S3Store newBucket();

  @BeforeEach
  void openTree() throws IOException {
    store = newBucket();
    tree = S3Store.open(store.root("pub"), stateDir);
  }

  @AfterEach
  void closeTree() {
    tree.close();
    store.close();
  }

  private List<String> walk() throws IOException {
    List<String> paths = new ArrayList<>();
    tree.walk(file -> paths.add(file.path()));
    return paths;
  }

  private SourceFile find(String path) {
    return tree.find(path).orElseThrow();
  }

  private static byte[] read(Content content, long position, int length) throws IOException {
    var buffer = ByteBuffer.allocate(length);
    content.read(buffer, position);
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  @Test
  void find_onlyWhatTheWorldMayRead() {
    store.put("pub/a", CONTENT);
    store.putPrivate("pub/secret", CONTENT);
    store.put("elsewhere", CONTENT);
    assertThat(find("/a").length()).isEqualTo(CONTENT.length);
    assertThat(find("/a").path()).isEqualTo("/a");
    assertThat(tree.find("/secret")).isEmpty();
    assertThat(tree.find("/none")).isEmpty();
    assertThat(tree.find("/elsewhere")).isEmpty();
    assertThat(tree.find("/../elsewhere")).isEmpty();
  }

  @Test
  void find_accessTakenAndGivenBack() {
    store.put("pub/a", CONTENT);
    var before = find("/a");
    store.deny("pub/a");
    assertThat(tree.find("/a")).isEmpty();
    store.allow("pub/a");
    assertThat(find("/a").version()).isEqualTo(before.version());
  }

  @Test
  void find_versionFollowsTheContent() {
    store.put("pub/a", CONTENT);
    var before = find("/a");
    store.put("pub/a", OTHER);
    assertThat(find("/a").version()).isNotEqualTo(before.version());
    store.remove("pub/a");
    assertThat(tree.find("/a")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "a+b",
        "100%",
        "a%20b",
        "ü/ö",
        "\uD834\uDD1E",
        "a?torrent",
        "a#b",
        "a&b=c",
        "a'b\"c",
        "~user",
        "a;b,c:d@e",
        "<x>",
        "e\u0301"
      })
  void walk_everyCharacter(String name) throws IOException {
    store.put("pub/" + name, OTHER);
    assertThat(walk()).containsExactly("/" + name);
    try (var content = tree.open(find("/" + name))) {
      assertThat(read(content, 0, OTHER.length)).isEqualTo(OTHER);
    }
  }

  @Test
  void walk_leavesOutWhatHasNoPath() throws IOException {
    for (String key : List.of("pub/", "pub/d/", "pub/.hidden", "pub/d/.git/x", "public", "pub/a")) {
      store.put(key, new byte[0]);
    }
    for (String refusedByServers : List.of("pub/b\\c", "pub/tab\there", "pub/d\\e/f")) {
      store.put(refusedByServers, new byte[0]);
    }
    assertThat(walk()).containsExactly("/a");
  }

  @Test
  void walk_whatTheGlobsName() throws IOException {
    store.put("pub/a.iso", OTHER);
    store.put("pub/d/b.iso", OTHER);
    store.put("pub/old/c.iso", OTHER);
    store.put("pub/d/b.txt", OTHER);
    tree.close();
    var filter = new PathFilter(List.of("**/*.iso"), List.of("old"));
    tree = S3Store.open(store.root("pub"), filter, stateDir);
    assertThat(walk()).containsExactly("/a.iso", "/d/b.iso");
    assertThat(tree.find("/d/b.txt")).isEmpty();
    assertThat(tree.kindOf("/d")).isEqualTo(PathKind.FOLDER);
    assertThat(tree.kindOf("/old")).isEqualTo(PathKind.NOTHING);
    assertThat(tree.kindOf("/d/b.txt")).isEqualTo(PathKind.NOTHING);
  }

  @Test
  void walk_manyPages() throws IOException {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      store.put("pub/n%02d+".formatted(i), new byte[1]);
      expected.add("/n%02d+".formatted(i));
    }
    tree.close();
    tree = S3Store.open(store.root("pub"), stateDir, 7);
    assertThat(walk()).isEqualTo(expected);
    List<String> first = new ArrayList<>();
    tree.walk(
        file -> {
          first.add(file.path());
          return first.size() < 3;
        });
    assertThat(first).containsExactly("/n00+", "/n01+", "/n02+");
  }

  @Test
  void list_whatIsOffered() throws IOException {
    store.put("pub/d/e/x", OTHER);
    store.put("pub/d-1", OTHER);
    store.put("pub/z", OTHER);
    store.putPrivate("pub/customers/acme", OTHER);
    var unused = walk();
    assertThat(tree.list("/", "", 10))
        .hasValue(
            new SourcePage(
                List.of(
                    new SourceEntry.Folder("d"),
                    new SourceEntry.File(find("/d-1")),
                    new SourceEntry.File(find("/z"))),
                false));
    assertThat(tree.list("/d/", "", 10))
        .hasValue(new SourcePage(List.of(new SourceEntry.Folder("e")), false));
    assertThat(tree.list("/customers/", "", 10)).isEmpty();
    assertThat(tree.list("/d", "", 10)).isEmpty();
  }

  @Test
  void placeOf_whatIsNotOffered() throws IOException {
    store.put("pub/d/x", OTHER);
    store.putPrivate("pub/secret", OTHER);
    var unused = walk();
    assertThat(tree.kindOf("/")).isEqualTo(PathKind.FOLDER);
    assertThat(tree.kindOf("/d")).isEqualTo(PathKind.FOLDER);
    assertThat(tree.kindOf("/d/")).isEqualTo(PathKind.FOLDER);
    assertThat(tree.kindOf("/secret")).isEqualTo(PathKind.DENIED);
    assertThat(tree.kindOf("/secret/")).isEqualTo(PathKind.NOTHING);
    assertThat(tree.kindOf("/none")).isEqualTo(PathKind.NOTHING);
    assertThat(tree.kindOf("/.hidden")).isEqualTo(PathKind.NOTHING);
  }

  @Test
  void read_anyPart() throws IOException {
    store.put("pub/a", CONTENT);
    try (var content = tree.open(find("/a"))) {
      assertThat(content.length()).isEqualTo(CONTENT.length);
      assertThat(read(content, 0, CONTENT.length)).isEqualTo(CONTENT);
      int seam = S3Content.PIECE - 7;
      assertThat(read(content, seam, 20)).isEqualTo(Arrays.copyOfRange(CONTENT, seam, seam + 20));
      int end = CONTENT.length - 5;
      assertThat(read(content, end, 50))
          .isEqualTo(Arrays.copyOfRange(CONTENT, end, CONTENT.length));
      assertThat(read(content, CONTENT.length, 5)).isEmpty();
      content.verify();
    }
  }

  @Test
  void read_toHash() throws IOException {
    store.put("pub/a", CONTENT);
    try (var content = tree.openToHash(find("/a"))) {
      assertThat(read(content, 0, 1000)).isEqualTo(Arrays.copyOf(CONTENT, 1000));
      assertThat(read(content, 1000, CONTENT.length))
          .isEqualTo(Arrays.copyOfRange(CONTENT, 1000, CONTENT.length));
      assertThat(read(content, 5, 5)).isEqualTo(Arrays.copyOfRange(CONTENT, 5, 10));
      content.verify();
    }
    assertThat(tree.pieces().bytes()).isZero();
  }

  @Test
  void read_replacedMeanwhile() throws IOException {
    store.put("pub/a", CONTENT);
    var file = find("/a");
    try (var content = tree.open(file);
        var kept = tree.openKept(file);
        var stream = tree.openToHash(file)) {
      assertThat(read(content, 0, 10)).isEqualTo(Arrays.copyOf(CONTENT, 10));
      store.put("pub/a", OTHER);
      int unread = 2 * S3Content.PIECE;
      assertThatThrownBy(() -> read(content, unread, 10))
          .isInstanceOf(ContentChangedException.class);
      assertThatThrownBy(() -> read(kept, unread, 10)).isInstanceOf(ContentChangedException.class);
      assertThatThrownBy(() -> read(stream, 0, 10)).isInstanceOf(ContentChangedException.class);
      assertThatThrownBy(content::verify).isInstanceOf(ContentChangedException.class);
      assertThatThrownBy(stream::verify).isInstanceOf(ContentChangedException.class);
    }
    assertThatThrownBy(() -> tree.open(file)).isInstanceOf(ContentChangedException.class);
  }

  @Test
  void read_replacedWhereVersionsAreKept() throws IOException {
    store.keepVersions();
    store.put("pub/a", CONTENT);
    var file = find("/a");
    try (var content = tree.open(file);
        var kept = tree.openKept(file)) {
      store.put("pub/a", OTHER);
      assertThatThrownBy(() -> read(content, 0, 10)).isInstanceOf(ContentChangedException.class);
      assertThat(read(kept, 0, CONTENT.length)).isEqualTo(CONTENT);
      assertThatCode(kept::verify).doesNotThrowAnyException();
      assertThatThrownBy(content::verify).isInstanceOf(ContentChangedException.class);
    }
  }

  @Test
  void read_piecesOutliveARestart() throws IOException {
    store.put("pub/a", CONTENT);
    try (var content = tree.open(find("/a"))) {
      assertThat(read(content, 0, CONTENT.length)).isEqualTo(CONTENT);
    }
    tree.close();
    tree = S3Store.open(store.root("pub"), stateDir);
    long bytes = tree.pieces().bytes();
    assertThat(bytes).isGreaterThan(CONTENT.length);
    try (var content = tree.open(find("/a"))) {
      store.deny("pub/a");
      assertThat(read(content, 0, CONTENT.length)).isEqualTo(CONTENT);
      assertThatThrownBy(content::verify).isInstanceOf(ContentChangedException.class);
    }
  }

  @Test
  void open_noSuchBucket() {
    var root = ContentRoot.Bucket.of("nobucket", "").at(endpoint());
    assertThatThrownBy(() -> S3Store.open(root, stateDir))
        .isInstanceOf(IOException.class)
        .hasMessage("content.root: s3://nobucket: no such bucket at " + endpoint());
  }

  @Test
  void open_mayNotList() {
    var root = store.root("").withAnonymous(true);
    assertThatThrownBy(() -> S3Tree.open(root, PathFilter.ALL, stateDir, false))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            "content.root: s3://%s may not be listed without credentials (s3.anonymous): 403"
                .formatted(store.bucket()));
  }

  private URI endpoint() {
    return Objects.requireNonNull(store.root("").endpoint());
  }
}
