package org.spillway.negotiation.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.catalog.Catalog;
import org.spillway.catalog.source.NameOrder;
import org.spillway.negotiation.HashedFiles;
import org.spillway.testing.catalog.CatalogFixture;

class S3ListingTest {
  private static final String[] NAMES = {
    "a", "a-", "a.", "a!b", "a-b", "ab", "b", "a b", "-", "--", "ü", "\uFB01", "\uD83D\uDE00", "0"
  };

  @TempDir private Path folder;
  private Path root;
  private CatalogFixture files;
  private Catalog catalog;

  @BeforeEach
  void open() throws IOException {
    files = CatalogFixture.open(folder, choices -> choices);
    catalog = files.catalog();
    root = files.root();
    Files.createDirectory(root.resolve("pub"));
    files.begin(HashedFiles.URLS);
  }

  @AfterEach
  void close() {
    files.close();
  }

  private void put(String key) throws IOException {
    Path file = root.resolve("pub").resolve(key);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
  }

  private static S3ListQuery query(String prefix, String delimiter, String after, int most) {
    var names =
        Map.of("list-type", "2", "prefix", prefix, "delimiter", delimiter, "start-after", after);
    return new S3ListQuery(new S3Query(names), after, most, false);
  }

  private static List<String> keys(S3Listing.Result result) {
    List<String> all = new ArrayList<>();
    result.files().forEach(file -> all.add(file.key()));
    all.addAll(result.commonPrefixes());
    all.sort(NameOrder::compare);
    return all;
  }

  /** All parts of a listing, one after the other. */
  private List<String> list(String prefix, String delimiter, String after, int most)
      throws IOException {
    List<String> all = new ArrayList<>();
    var result = S3Listing.of(catalog, "/pub/", query(prefix, delimiter, after, most));
    all.addAll(keys(result));
    while (result.isTruncated()) {
      assertThat(result.size()).isEqualTo(most);
      assertThat(all).as("goes on").hasSizeLessThan(1000);
      result = S3Listing.of(catalog, "/pub/", query(prefix, delimiter, result.next(), most));
      all.addAll(keys(result));
    }
    return all;
  }

  /** What S3 shows of these keys. */
  private static List<String> expected(
      SortedSet<String> keys, String prefix, String delimiter, String after) {
    SortedSet<String> shown = new TreeSet<>(NameOrder::compare);
    for (String key : keys) {
      if (key.startsWith(prefix) && NameOrder.compare(key, after) > 0) {
        int at = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
        String entry = at < 0 ? key : key.substring(0, at + delimiter.length());
        if (!entry.equals(after)) {
          shown.add(entry);
        }
      }
    }
    return List.copyOf(shown);
  }

  @Test
  void of_anyTree() throws IOException {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    SortedSet<String> keys = new TreeSet<>(NameOrder::compare);
    for (int i = 0; i < 150; i++) {
      String key = key(random);
      boolean fits =
          keys.stream().noneMatch(k -> k.startsWith(key + "/") || key.startsWith(k + "/"));
      if (fits) {
        put(key);
        keys.add(key);
      }
    }
    assertThat(List.copyOf(keys))
        .isSortedAccordingTo(
            (a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8)));
    List<String> places = new ArrayList<>(List.of("", "/", "a/", "a-/", "zz", "\uD83D\uDE00/"));
    for (String key : keys) {
      places.add(key);
      places.add(key.substring(0, random.nextInt(key.length())).replaceAll("[\uD800-\uDFFF]", ""));
    }
    for (int i = 0; i < 400; i++) {
      String prefix = random.nextBoolean() ? "" : places.get(random.nextInt(places.size()));
      String after = random.nextBoolean() ? "" : places.get(random.nextInt(places.size()));
      String delimiter = List.of("", "/", "-", "b/", "a").get(random.nextInt(5));
      int most = 1 + random.nextInt(i % 2 == 0 ? 3 : 200);
      assertThat(list(prefix, delimiter, after, most))
          .as("prefix %s, delimiter %s, after %s, most %d", prefix, delimiter, after, most)
          .isEqualTo(expected(keys, prefix, delimiter, after));
    }
  }

  private static String key(Random random) {
    var key = new StringBuilder(NAMES[random.nextInt(NAMES.length)]);
    for (int depth = random.nextInt(4); depth > 0; depth--) {
      key.append('/').append(NAMES[random.nextInt(NAMES.length)]);
    }
    return key.toString();
  }

  @Test
  void of_hiddenClosedAndUnlistable() throws IOException {
    for (String key :
        List.of(".hidden", ".dir/x", "a/.x", "a/x", "secret", "closed/x", "blind/x", "z")) {
      put(key);
    }
    permit("secret", "rw-r-----");
    permit("closed", "rwxr-x---");
    permit("blind", "rwxr-x--x");
    assertThat(list("", "", "", 1)).containsExactly("a/x", "z");
    assertThat(list("", "/", "", 2)).containsExactly("a/", "blind/", "z");
    for (String prefix :
        List.of("closed/", "closed/x", ".dir/", "../", "a/../", "a//", "/", "z/")) {
      assertThat(list(prefix, "", "", 5)).as(prefix).isEmpty();
    }
  }

  private void permit(String key, String permissions) throws IOException {
    Files.setPosixFilePermissions(
        root.resolve("pub").resolve(key), PosixFilePermissions.fromString(permissions));
  }

  /** A tree of nothing but folders must not keep a thread for as long as it likes. */
  @Test
  void of_muchWork_isContinued() throws IOException {
    for (int i = 0; i < 50; i++) {
      Files.createDirectories(root.resolve("pub/empty" + i + "/er"));
    }
    put("last");
    List<String> all = new ArrayList<>();
    int requests = 0;
    var result = S3Listing.of(catalog, "/pub/", query("", "", "", 1000), 10);
    while (result.isTruncated()) {
      requests++;
      all.addAll(keys(result));
      result = S3Listing.of(catalog, "/pub/", query("", "", result.next(), 1000), 10);
    }
    all.addAll(keys(result));
    assertThat(all).containsExactly("last");
    assertThat(requests).isBetween(10, 50);
  }

  @Test
  void of_none() throws IOException {
    put("a");
    var result = S3Listing.of(catalog, "/pub/", query("", "", "", 0));
    assertThat(result.size()).isZero();
    assertThat(result.isTruncated()).isFalse();
  }
}
